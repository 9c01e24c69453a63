package io.adamant.linalg;

/**
 * Sums whose order depends on the length alone: halves, quarters, and so on down to short runs.
 *
 * <p>The error grows with the logarithm of the length, and the bits never depend on threads.
 */
public final class PairwiseSum {
  private static final int RUN = 128;

  private PairwiseSum() {}

  /** The sum of squares of {@code values[from]} to {@code values[to - 1]}. */
  public static double ofSquares(double[] values, int from, int to) {
    if (to - from <= RUN) {
      double sum = 0.0;
      for (int i = from; i < to; i++) {
        sum += values[i] * values[i];
      }
      return sum;
    }
    int middle = (from + to) >>> 1;
    return ofSquares(values, from, middle) + ofSquares(values, middle, to);
  }
}
