package io.adamant.optimizer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.adamant.linalg.SparseRows;
import org.junit.jupiter.api.Test;

class GradientAccumulationTest {
  private final GradientAccumulation accumulation = new GradientAccumulation();

  private static Gradient gradient(int row, double value, double bias) {
    return new Gradient(
        new SparseRows(1, new int[] {row}, new double[] {value}), new double[][] {{bias}});
  }

  @Test
  void gradientsCountByWhatTheyWereDividedBy() {
    accumulation.add(gradient(3, 2.0, 1.0), 1);
    accumulation.add(gradient(3, 6.0, 5.0), 3);
    accumulation.add(gradient(1, 4.0, 0.0), 4);
    assertEquals(3, accumulation.count());
    Gradient mean = accumulation.take();
    assertArrayEquals(new int[] {1, 3}, mean.table().ids());
    assertArrayEquals(new double[] {16 / 8.0, 20 / 8.0}, mean.table().values());
    assertEquals(16 / 8.0, mean.tensors()[0][0]);
    assertEquals(0, accumulation.count());
  }

  @Test
  void rowsOfWeightZeroDoNotThinOutTheOthers() {
    accumulation.add(gradient(3, 2.0, 1.0), 5);
    accumulation.add(gradient(3, 0.0, 0.0), 0);
    assertArrayEquals(new double[] {2.0}, accumulation.take().table().values());
    accumulation.add(gradient(3, 0.0, 0.0), 0);
    assertArrayEquals(new double[] {0.0}, accumulation.take().table().values());
  }
}
