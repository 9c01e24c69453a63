package io.adamant.optimizer;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class RangeProductsTest {
  @Test
  void aProductIsThatOfItsFactorsAlone() {
    for (double factor : new double[] {1, 0.999, 0.5, 0.01, 1.25, -0.5}) {
      RangeProducts products = new RangeProducts();
      for (int i = 0; i < 300; i++) {
        products.add(i == 200 ? 0.25 : factor);
      }
      for (int[] range : new int[][] {{0, 1}, {7, 7}, {100, 140}, {195, 205}, {260, 300}}) {
        double expected = 1;
        for (int i = range[0]; i < range[1]; i++) {
          expected *= i == 200 ? 0.25 : factor;
        }
        assertEquals(expected, products.over(range[0], range[1]), 1e-14 * Math.abs(expected));
      }
    }
  }

  @Test
  void aZeroMakesZeroOfWhatHoldsItAndOfNothingElse() {
    RangeProducts products = new RangeProducts();
    for (double factor : new double[] {0.5, 0, 0.5, 0.5}) {
      products.add(factor);
    }
    assertEquals(0, products.over(0, 3));
    assertEquals(0.25, products.over(2, 4));
    assertEquals(0.5, products.over(0, 1));
  }
}
