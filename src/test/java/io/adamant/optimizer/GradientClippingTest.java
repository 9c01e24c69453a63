package io.adamant.optimizer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.adamant.linalg.SparseRows;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class GradientClippingTest {
  private static final double NONE = Double.POSITIVE_INFINITY;

  /** Cases of PyTorch's clipping: input, limits, output. */
  static Stream<Arguments> recorded() throws IOException {
    String json = Files.readString(Path.of("src/test/resources/reference/clip.json"));
    JsonObject file = JsonParser.parseString(json).getAsJsonObject();
    List<Arguments> recorded = new ArrayList<>();
    for (JsonElement element : file.getAsJsonArray("cases")) {
      JsonObject golden = element.getAsJsonObject();
      String input = golden.get("input").getAsString();
      boolean byValue = golden.has("clip_value");
      boolean euclidean = byValue || golden.get("norm_type").getAsString().equals("2.0");
      // Other norms are not offered. A NaN never gets here by norm: the finite check comes first.
      if (euclidean && (byValue || !input.equals("nan"))) {
        GradientClipping clipping =
            byValue
                ? new GradientClipping(golden.get("clip_value").getAsDouble(), NONE)
                : new GradientClipping(NONE, golden.get("max_norm").getAsDouble());
        recorded.add(
            Arguments.of(
                input,
                clipping,
                numbers(file.getAsJsonObject("inputs").getAsJsonArray(input)),
                numbers(golden.getAsJsonArray("out"))));
      }
    }
    return recorded.stream();
  }

  private static double[][] numbers(JsonArray tensors) {
    double[][] numbers = new double[tensors.size()][];
    for (int i = 0; i < numbers.length; i++) {
      JsonArray tensor = tensors.get(i).getAsJsonArray();
      numbers[i] =
          IntStream.range(0, tensor.size())
              .mapToDouble(j -> Double.parseDouble(tensor.get(j).getAsString()))
              .toArray();
    }
    return numbers;
  }

  @ParameterizedTest
  @MethodSource("recorded")
  void clippingIsThatOfPyTorch(
      String name, GradientClipping clipping, double[][] input, double[][] expected) {
    // The first tensor as rows of the table, the others as they are.
    int[] ids = IntStream.range(0, input[0].length).map(i -> 3 * i).toArray();
    Gradient gradient =
        new Gradient(
            new SparseRows(1, ids, input[0].clone()),
            Arrays.stream(input).skip(1).map(double[]::clone).toArray(double[][]::new));
    boolean clipped = clipping.apply(gradient);
    assertNear(expected[0], gradient.table().values());
    for (int i = 1; i < expected.length; i++) {
      assertNear(expected[i], gradient.tensors()[i - 1]);
    }
    assertEquals(!Arrays.deepEquals(input, expected), clipped, name);
  }

  private static void assertNear(double[] expected, double[] actual) {
    assertEquals(expected.length, actual.length);
    for (int i = 0; i < expected.length; i++) {
      // The norm is a sum, whose last bits depend on its order.
      boolean near = Math.abs(expected[i] - actual[i]) <= 4 * Math.ulp(expected[i]);
      if (!near) {
        assertEquals(expected[i], actual[i]);
      }
    }
  }

  @Property
  void afterClippingTheNormIsWithinTheLimitAndTheDirectionIsKept(
      @ForAll @Size(min = 1, max = 300) List<@DoubleRange(min = -1e6, max = 1e6) Double> values,
      @ForAll @DoubleRange(min = 0.01, max = 1000) double limit) {
    double[] before = values.stream().mapToDouble(Double::doubleValue).toArray();
    Gradient gradient = new Gradient(SparseRows.empty(1), new double[][] {before.clone()});
    boolean clipped = new GradientClipping(NONE, limit).apply(gradient);
    double[] after = gradient.tensors()[0];
    double normBefore = Math.sqrt(Arrays.stream(before).map(x -> x * x).sum());
    double normAfter = Math.sqrt(Arrays.stream(after).map(x -> x * x).sum());
    assertTrue(normAfter <= limit * (1 + 1e-12));
    if (normBefore < limit * (1 - 1e-3) - 1e-5) {
      assertFalse(clipped);
      assertArrayEquals(before, after);
    }
    for (int i = 0; i < before.length; i++) {
      double expected = normBefore == 0 ? 0 : before[i] * normAfter / normBefore;
      assertEquals(expected, after[i], 1e-12 * Math.abs(before[i]) + Double.MIN_NORMAL);
    }
  }

  @Test
  void valuesAreClippedBeforeTheNorm() {
    Gradient gradient = new Gradient(SparseRows.empty(1), new double[][] {{100, 1, -100}});
    assertTrue(new GradientClipping(2, 3).apply(gradient));
    // The norm of 2, 1, -2 is 3, and 1e-6 is added to it before the division.
    double factor = 3 / (3 + 1e-6);
    assertArrayEquals(new double[] {2 * factor, factor, -2 * factor}, gradient.tensors()[0]);
  }

  @Test
  void withoutLimitsNothingIsChanged() {
    Gradient gradient =
        new Gradient(SparseRows.empty(1), new double[][] {{1e300, Double.NaN, NONE}});
    assertFalse(GradientClipping.NONE.apply(gradient));
    assertArrayEquals(new double[] {1e300, Double.NaN, NONE}, gradient.tensors()[0]);
  }

  @ParameterizedTest
  @CsvSource({
    "0, 1, 'clip.value must be > 0, got 0.0'",
    "-1, 1, 'clip.value must be > 0, got -1.0'",
    "NaN, 1, 'clip.value must be > 0, got NaN'",
    "1, 0, 'clip.norm must be > 0, got 0.0'",
    "1, -3, 'clip.norm must be > 0, got -3.0'",
    "1, NaN, 'clip.norm must be > 0, got NaN'"
  })
  void limitsThatAreNotPositiveAreRefused(double value, double norm, String message) {
    IllegalArgumentException refused =
        assertThrows(IllegalArgumentException.class, () -> new GradientClipping(value, norm));
    assertEquals(message, refused.getMessage());
  }
}
