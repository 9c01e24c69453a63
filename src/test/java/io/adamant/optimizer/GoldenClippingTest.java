package io.adamant.optimizer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.adamant.linalg.SparseRows;
import io.adamant.linalg.TensorShape;
import io.adamant.optimizer.StepOutcome.Action;
import io.adamant.optimizer.rule.Sgd;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every recorded clipping of other libraries, from {@code clip.json}. */
class GoldenClippingTest {
  private static final double NONE = Double.POSITIVE_INFINITY;

  /** Outputs of {@code clip.json} that are another library's, which adds nothing to the norm. */
  private static final List<String> WITHOUT_EPSILON =
      List.of("optax_clip_by_global_norm", "keras_global_clipnorm");

  /**
   * A recorded output.
   *
   * @param source whose it is
   * @param totalNorm as recorded; 0 where values are clipped
   */
  record Golden(
      String source,
      String input,
      GradientClipping clipping,
      JsonArray inputs,
      JsonArray outputs,
      double totalNorm) {
    double[][] before() {
      return numbers(inputs);
    }

    double[][] after() {
      return numbers(outputs);
    }

    @Override
    public String toString() {
      return "%s of %s by %s".formatted(source, input, clipping);
    }

    /** Why it is not compared; empty where it is. */
    String uncovered() {
      return totalNorm == NONE && source.startsWith("keras")
          ? "Keras makes an infinite norm NaN, PyTorch and optax zero"
          : "";
    }
  }

  static List<Golden> recorded() throws IOException {
    String json = Files.readString(GoldenTrajectoryTest.FOLDER.resolve("clip.json"));
    JsonObject file = JsonParser.parseString(json).getAsJsonObject();
    List<Golden> recorded = new ArrayList<>();
    for (JsonElement element : file.getAsJsonArray("cases")) {
      JsonObject golden = element.getAsJsonObject();
      String input = golden.get("input").getAsString();
      JsonArray before = file.getAsJsonObject("inputs").getAsJsonArray(input);
      if (golden.has("clip_value")) {
        GradientClipping byValue =
            new GradientClipping(golden.get("clip_value").getAsDouble(), NONE);
        recorded.add(new Golden("torch", input, byValue, before, golden.getAsJsonArray("out"), 0));
        continue;
      }
      double limit = golden.get("max_norm").getAsDouble();
      double totalNorm = golden.get("total_norm").getAsDouble();
      VectorNorm type = normType(golden.get("norm_type").getAsString());
      recorded.add(
          new Golden(
              "torch",
              input,
              byNorm(limit, type, GradientClipping.DEFAULT_NORM_EPSILON),
              before,
              golden.getAsJsonArray("out"),
              totalNorm));
      for (String key : WITHOUT_EPSILON) {
        if (golden.has(key)) {
          JsonArray after = golden.getAsJsonArray(key);
          recorded.add(new Golden(key, input, byNorm(limit, type, 0), before, after, totalNorm));
        }
      }
    }
    return recorded;
  }

  private static GradientClipping byNorm(double limit, VectorNorm type, double epsilon) {
    return new GradientClipping(NONE, limit, type, epsilon, NonFinite.FAIL);
  }

  private static VectorNorm normType(String text) {
    return switch (text) {
      case "1.0" -> VectorNorm.L1;
      case "2.0" -> VectorNorm.L2;
      case "Infinity" -> VectorNorm.MAX;
      default -> throw new IllegalArgumentException("norm_type " + text);
    };
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

  static Stream<Golden> covered() throws IOException {
    return recorded().stream().filter(golden -> golden.uncovered().isEmpty());
  }

  @Test
  void theUncoveredAreNamed() throws IOException {
    List<Golden> uncovered =
        recorded().stream().filter(golden -> !golden.uncovered().isEmpty()).toList();
    int all = recorded().size();
    System.out.printf("covered %d of %d clippings%n", all - uncovered.size(), all);
    uncovered.forEach(
        golden -> System.out.printf("  not covered: %s: %s%n", golden, golden.uncovered()));
    assertTrue(all > uncovered.size());
  }

  @ParameterizedTest
  @MethodSource("covered")
  void clippingIsTheRecordedOne(Golden golden) {
    Gradient gradient = gradient(golden.before());
    boolean clipped = golden.clipping().apply(gradient);
    assertNear(golden.after()[0], gradient.table().values());
    for (int i = 1; i < golden.after().length; i++) {
      assertNear(golden.after()[i], gradient.tensors()[i - 1]);
    }
    assertEquals(differ(golden.before(), golden.after()), clipped);
  }

  /** Whether numbers differ; 0.0 and -0.0 are one, and so are NaN and NaN. */
  private static boolean differ(double[][] before, double[][] after) {
    for (int i = 0; i < before.length; i++) {
      for (int j = 0; j < before[i].length; j++) {
        boolean bothNaN = Double.isNaN(before[i][j]) && Double.isNaN(after[i][j]);
        if (before[i][j] != after[i][j] && !bothNaN) {
          return true;
        }
      }
    }
    return false;
  }

  static Stream<Golden> byNorm() throws IOException {
    return recorded().stream()
        .filter(golden -> golden.clipping().norm() < NONE && golden.source().equals("torch"))
        .filter(golden -> golden.clipping().normType() == VectorNorm.L2);
  }

  @ParameterizedTest
  @MethodSource("byNorm")
  void theNormIsTheRecordedOneAndOneThatIsNotFiniteIsReported(Golden golden) {
    ParameterUpdate update =
        new ParameterUpdate(
            UpdateSettings.of(new Sgd(0.1), SparseUpdates.LAZY).withClipping(golden.clipping()));
    List<TensorShape> tensors = new ArrayList<>();
    for (int i = 1; i < golden.before().length; i++) {
      tensors.add(new TensorShape("tensor" + i, golden.before()[i].length));
    }
    ParameterLayout layout =
        new ParameterLayout("table", 3L * golden.before()[0].length, 1, tensors);
    StepOutcome outcome =
        update.step(
            new Parameters(layout), gradient(golden.before()), 1, 0, update.initialState(layout));
    boolean isFinite = Double.isFinite(golden.totalNorm());
    assertEquals(isFinite ? Action.STEPPED : Action.FAILED, outcome.action());
    double rounding = isFinite ? 2 * Math.ulp(golden.totalNorm()) : 0;
    assertEquals(golden.totalNorm(), outcome.gradientNorm(), rounding);
  }

  /** The first tensor as rows of the table, the others as they are. */
  private static Gradient gradient(double[][] tensors) {
    int[] ids = IntStream.range(0, tensors[0].length).map(i -> 3 * i).toArray();
    return new Gradient(
        new SparseRows(1, ids, tensors[0].clone()),
        Arrays.stream(tensors).skip(1).map(double[]::clone).toArray(double[][]::new));
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
}
