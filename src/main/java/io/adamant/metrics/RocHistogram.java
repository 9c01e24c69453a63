package io.adamant.metrics;

import io.adamant.linalg.SparseRows;
import java.io.Serializable;
import java.util.Arrays;

/**
 * Weights of positives and negatives by score, for the area under the ROC curve (Fawcett, "An
 * introduction to ROC analysis", 2006).
 *
 * <p>Scores are told apart to 14 bits of mantissa; those in the same bin count as tied, which is
 * half a pair won. Weights are rounded to multiples of 2^-20, so that their sums are exact and do
 * not depend on order up to a total of 2^33.
 */
public final class RocHistogram implements Serializable {
  private static final int MANTISSA_BITS = 14;
  private static final int DROPPED_BITS = 23 - MANTISSA_BITS;
  private static final double WEIGHT_UNIT = 0x1.0p-20;
  private static final int BUFFER = 1 << 14;

  /** Bins by ascending score, with two columns: weight of negatives and of positives. */
  private SparseRows bins = SparseRows.empty(2);

  /** Scores not yet counted, so that most are sorted into bins together; empty when on the wire. */
  private int[] bufferedBins = new int[0];

  private double[] bufferedWeights = new double[0];
  private int buffered;

  void add(double score, boolean positive, double weight) {
    if (bufferedBins.length == 0) {
      bufferedBins = new int[BUFFER];
      bufferedWeights = new double[BUFFER];
    }
    // The sign of the buffered weight tells the class.
    double rounded = Math.rint(weight / WEIGHT_UNIT) * WEIGHT_UNIT;
    bufferedBins[buffered] = bin(score);
    bufferedWeights[buffered++] = positive ? rounded : -rounded;
    if (buffered == BUFFER) {
      flush();
    }
  }

  /** Bins in the order of scores, from 0. */
  private static int bin(double score) {
    int bits = Float.floatToIntBits((float) score + 0.0f);
    int ordered = bits < 0 ? ~bits : bits | Integer.MIN_VALUE;
    return ordered >>> DROPPED_BITS;
  }

  void merge(RocHistogram other) {
    flush();
    other.flush();
    bins = SparseRows.sum(bins, other.bins);
  }

  double area() {
    flush();
    double[] weights = bins.values();
    double negatives = 0;
    double positives = 0;
    for (int i = 0; i < weights.length; i += 2) {
      negatives += weights[i];
      positives += weights[i + 1];
    }
    double below = 0;
    double won = 0;
    for (int i = 0; i < weights.length; i += 2) {
      won += weights[i + 1] * (below + weights[i] / 2);
      below += weights[i];
    }
    return won / (negatives * positives);
  }

  /** Counts what is buffered and lets go of the buffer. */
  void compact() {
    flush();
    bufferedBins = new int[0];
    bufferedWeights = new double[0];
  }

  private void flush() {
    if (buffered == 0) {
      return;
    }
    long[] order = new long[buffered];
    for (int i = 0; i < buffered; i++) {
      order[i] = (long) bufferedBins[i] << 32 | i;
    }
    Arrays.sort(order);
    int[] ids = new int[buffered];
    double[] weights = new double[2 * buffered];
    int n = 0;
    for (long key : order) {
      int id = (int) (key >>> 32);
      if (n == 0 || ids[n - 1] != id) {
        ids[n++] = id;
      }
      double weight = bufferedWeights[(int) key];
      weights[2 * (n - 1) + (weight > 0 ? 1 : 0)] += Math.abs(weight);
    }
    SparseRows flushed = new SparseRows(2, Arrays.copyOf(ids, n), Arrays.copyOf(weights, 2 * n));
    bins = SparseRows.sum(bins, flushed);
    buffered = 0;
  }
}
