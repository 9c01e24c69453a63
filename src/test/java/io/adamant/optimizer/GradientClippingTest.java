package io.adamant.optimizer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.adamant.linalg.ColumnGroup;
import io.adamant.linalg.SparseRows;
import io.adamant.linalg.TensorShape;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GradientClippingTest {
  private static final double NONE = Double.POSITIVE_INFINITY;

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
  void aGroupsNormIsClippedBeforeTheGlobalOneAndByItself() {
    List<ParameterPart> parts =
        new ParameterLayout(
                "table",
                9,
                List.of(new ColumnGroup("linear", 1), new ColumnGroup("factors", 2)),
                List.of(new TensorShape("bias", 1)))
            .parts();
    List<ParameterGroup> groups = List.of(new ParameterGroup("factors", 1, null, 0, 0, 1, false));
    // Rows 2 and 5: the factors' norm is 10, the norm of all else is not looked at.
    double[] rows = {7, 6, 0, 8, 0, 8};
    Gradient gradient =
        new Gradient(new SparseRows(3, new int[] {2, 5}, rows), new double[][] {{100}});
    GradientClipping exact = new GradientClipping(NONE, NONE, VectorNorm.L2, 0, NonFinite.FAIL);
    assertTrue(exact.apply(gradient, parts, groups));
    assertArrayEquals(new double[] {7, 0.6, 0, 8, 0, 0.8}, gradient.table().values(), 1e-15);
    assertArrayEquals(new double[] {100}, gradient.tensors()[0]);
    assertFalse(exact.apply(gradient, parts, List.of(new ParameterGroup("factors", 1, null))));
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
