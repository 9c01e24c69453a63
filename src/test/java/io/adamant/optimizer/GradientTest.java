package io.adamant.optimizer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.adamant.linalg.SparseRows;
import org.junit.jupiter.api.Test;

class GradientTest {
  private static final double[] TABLE = {3, -4, 0.5};
  private static final double[][] TENSORS = {{12}, {-84, 0}};

  private static Gradient gradient() {
    return Gradient.mean(new SparseRows(1, new int[] {1, 5, 9}, TABLE), TENSORS, 1);
  }

  @Test
  void theMeanIsTheSumDividedByTheWeights() {
    Gradient mean = Gradient.mean(new SparseRows(1, new int[] {1, 5, 9}, TABLE), TENSORS, 8);
    assertArrayEquals(new double[] {0.375, -0.5, 0.0625}, mean.table().values());
    assertArrayEquals(new double[] {1.5}, mean.tensors()[0]);
    assertArrayEquals(new double[] {-10.5, 0}, mean.tensors()[1]);
  }

  @Test
  void theSumsAreNotWrittenTo() {
    double[] table = TABLE.clone();
    double[][] tensors = {{12}, {-84, 0}};
    Gradient mean = Gradient.mean(new SparseRows(1, new int[] {1, 5, 9}, table), tensors, 2);
    new GradientClipping(0.1, 0.1).apply(mean);
    assertArrayEquals(TABLE, table);
    assertArrayEquals(TENSORS[0], tensors[0]);
    assertArrayEquals(TENSORS[1], tensors[1]);
  }

  @Test
  void theNormIsOverTableAndTensors() {
    // 9 + 16 + 0.25 + 144 + 7056
    assertEquals(Math.sqrt(7225.25), gradient().globalNorm());
  }

  @Test
  void theLargestMagnitudeIsOverTableAndTensorsAndTellsOfNaN() {
    assertEquals(84, gradient().largestMagnitude());
    Gradient broken = new Gradient(SparseRows.empty(1), new double[][] {{1, Double.NaN, 3}});
    assertEquals(Double.NaN, broken.largestMagnitude());
    assertEquals(0.0, new Gradient(SparseRows.empty(1), new double[0][]).largestMagnitude());
  }
}
