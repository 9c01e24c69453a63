package io.adamant.metrics;

import java.util.Arrays;

/**
 * How far single parameters moved in a step: a histogram of magnitudes, four bins to a power of
 * ten. For Adam a move is what its paper calls the effective step, {@code α·m̂/(√v̂+ε)} (Kingma and
 * Ba, 2015, section 2.1); here it is measured, so it means the same of every rule, with its decay
 * and clipping.
 */
public final class StepSizes {
  public static final int BINS_PER_DECADE = 4;

  /** Smaller moves are in the first bin, larger ones in the last. */
  private static final int LEAST_EXPONENT = -16;

  private static final int MOST_EXPONENT = 8;
  private static final int BINS = (MOST_EXPONENT - LEAST_EXPONENT) * BINS_PER_DECADE;

  /** Where each bin begins; strict, so that a move is in the same bin on any processor. */
  private static final double[] BEGINNINGS = new double[BINS];

  /** By the exponent of a double, from the least: the bin that {@code 2^exponent} is in. */
  private static final int[] BIN_OF_EXPONENT =
      new int[Double.MAX_EXPONENT - Double.MIN_EXPONENT + 2];

  static {
    for (int bin = 0; bin < BINS; bin++) {
      BEGINNINGS[bin] = StrictMath.pow(10, LEAST_EXPONENT + bin / (double) BINS_PER_DECADE);
    }
    int bin = 0;
    for (int i = 0; i < BIN_OF_EXPONENT.length; i++) {
      double power = Math.scalb(1.0, i + Double.MIN_EXPONENT - 1);
      while (bin + 1 < BINS && BEGINNINGS[bin + 1] <= power) {
        bin++;
      }
      BIN_OF_EXPONENT[i] = bin;
    }
  }

  private final long[] counts = new long[BINS];
  private long unmoved;

  /** Takes note of the move of one parameter, which is finite. */
  public void add(double move) {
    double size = Math.abs(move);
    if (size == 0) {
      unmoved++;
      return;
    }
    int bin =
        BIN_OF_EXPONENT[
            Math.min(Double.MAX_EXPONENT, Math.getExponent(size)) - Double.MIN_EXPONENT + 1];
    while (bin + 1 < BINS && BEGINNINGS[bin + 1] <= size) {
      bin++;
    }
    counts[bin]++;
  }

  /** Parameters that are where they were. */
  public long unmoved() {
    return unmoved;
  }

  /** Number of the first bin that is not empty: bin b begins at {@code 10^(b/4)}; 0 for none. */
  public int first() {
    int first = firstPlace();
    return first == BINS ? 0 : first + LEAST_EXPONENT * BINS_PER_DECADE;
  }

  /** Parameters by bin, from the first that is not empty to the last. */
  public long[] counts() {
    int from = firstPlace();
    int to = BINS;
    while (to > from && counts[to - 1] == 0) {
      to--;
    }
    return Arrays.copyOfRange(counts, from, to);
  }

  private int firstPlace() {
    int place = 0;
    while (place < BINS && counts[place] == 0) {
      place++;
    }
    return place;
  }
}
