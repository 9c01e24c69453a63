package io.adamant.optimizer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.adamant.linalg.SparseRows;
import org.junit.jupiter.api.Test;

class GradientTest {
  private static Gradient mean(double weightSum) {
    SparseRows table = new SparseRows(1, new int[] {1, 5, 9}, new double[] {3, -4, 0.5});
    return Gradient.mean(table, new double[][] {{12}, {-84, 0}}, weightSum);
  }

  @Test
  void theMeanIsTheSumDividedByTheWeights() {
    Gradient mean = mean(8);
    assertArrayEquals(new double[] {0.375, -0.5, 0.0625}, mean.table().values());
    assertArrayEquals(new double[] {1.5}, mean.tensors()[0]);
    assertArrayEquals(new double[] {-10.5, 0}, mean.tensors()[1]);
  }

  @Test
  void theNormIsOverTableAndTensors() {
    // 9 + 16 + 0.25 + 144 + 7056
    assertEquals(Math.sqrt(7225.25), mean(1).globalNorm());
  }

  @Test
  void theLargestMagnitudeIsOverTableAndTensorsAndTellsOfNaN() {
    assertEquals(84, mean(1).largestMagnitude());
    Gradient broken = new Gradient(SparseRows.empty(1), new double[][] {{1, Double.NaN, 3}});
    assertEquals(Double.NaN, broken.largestMagnitude());
    assertEquals(0.0, new Gradient(SparseRows.empty(1), new double[0][]).largestMagnitude());
  }
}
