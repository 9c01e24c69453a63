package io.adamant.optimizer;

import java.util.Arrays;

/** Products of neighbours in a growing list of numbers. */
final class RangeProducts {
  /** A product below this has lost bits, or soon will. */
  private static final double SMALLEST = 1e-280;

  private double[] factors = new double[16];

  /** Of all numbers before: a quotient of two is the product between them. */
  private double[] before = new double[17];

  private int size;

  RangeProducts() {
    before[0] = 1;
  }

  void add(double factor) {
    if (size == factors.length) {
      factors = Arrays.copyOf(factors, 2 * size);
      before = Arrays.copyOf(before, 2 * size + 1);
    }
    factors[size] = factor;
    before[size + 1] = before[size] * factor;
    size++;
  }

  /** The product of the numbers {@code from} to {@code to - 1}. */
  double over(int from, int to) {
    double whole = before[to];
    double start = before[from];
    if (whole > SMALLEST && whole <= 1 && start > SMALLEST && start <= 1) {
      return whole / start;
    }
    double product = 1;
    for (int i = from; i < to && product != 0; i++) {
      product *= factors[i];
    }
    return product;
  }
}
