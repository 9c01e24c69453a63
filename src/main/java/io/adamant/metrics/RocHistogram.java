package io.adamant.metrics;

import io.adamant.linalg.Logistic;
import io.adamant.linalg.SparseRows;
import java.io.Serializable;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

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
  private static final int CURVE_POINTS = 200;
  private static final int CALIBRATION_GROUPS = 10;

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

  /**
   * The ROC curve from (0, 0) to (1, 1), by falling thresholds: what parts of negatives and
   * positives score above. Of its points those are kept between which the curve goes at least
   * 1/{@link #CURVE_POINTS} on.
   */
  Map<String, double[]> curve() {
    double[] weights = flushed();
    double negatives = sum(weights, 0);
    double positives = sum(weights, 1);
    double[] falsePositive = new double[2 * CURVE_POINTS + 2];
    double[] truePositive = new double[2 * CURVE_POINTS + 2];
    int n = 1;
    double x = 0;
    double y = 0;
    for (int i = weights.length - 2; i >= 0; i -= 2) {
      x += weights[i];
      y += weights[i + 1];
      double gone = x / negatives - falsePositive[n - 1] + y / positives - truePositive[n - 1];
      if (gone >= 1.0 / CURVE_POINTS || (i == 0 && gone > 0)) {
        falsePositive[n] = x / negatives;
        truePositive[n++] = y / positives;
      }
    }
    Map<String, double[]> curve = new LinkedHashMap<>();
    curve.put("falsePositive", Arrays.copyOf(falsePositive, n));
    curve.put("truePositive", Arrays.copyOf(truePositive, n));
    return curve;
  }

  /**
   * Rows by ascending log odds in {@link #CALIBRATION_GROUPS} groups of about the same weight: mean
   * probability, rate of positives, and weight of each. A bin is in one group as a whole, and has
   * one probability, that of its middle.
   */
  Map<String, double[]> calibration() {
    double[] weights = flushed();
    double total = sum(weights, 0) + sum(weights, 1);
    double[] predicted = new double[CALIBRATION_GROUPS];
    double[] observed = new double[CALIBRATION_GROUPS];
    double[] weight = new double[CALIBRATION_GROUPS];
    double below = 0;
    for (int i = 0; i < weights.length; i += 2) {
      double own = weights[i] + weights[i + 1];
      // The group that the middle of the bin's rows is in.
      int group =
          (int) Math.min(CALIBRATION_GROUPS - 1, (below + own / 2) / total * CALIBRATION_GROUPS);
      predicted[group] += own * Logistic.probability(middle(bins.ids()[i / 2]));
      observed[group] += weights[i + 1];
      weight[group] += own;
      below += own;
    }
    int n = 0;
    for (int group = 0; group < CALIBRATION_GROUPS; group++) {
      if (weight[group] > 0) {
        predicted[n] = predicted[group] / weight[group];
        observed[n] = observed[group] / weight[group];
        weight[n++] = weight[group];
      }
    }
    Map<String, double[]> calibration = new LinkedHashMap<>();
    calibration.put("predicted", Arrays.copyOf(predicted, n));
    calibration.put("observed", Arrays.copyOf(observed, n));
    calibration.put("weight", Arrays.copyOf(weight, n));
    return calibration;
  }

  /** The score in the middle of a bin. */
  private static double middle(int bin) {
    int ordered = (bin << DROPPED_BITS) | (1 << (DROPPED_BITS - 1));
    int bits = ordered < 0 ? ordered & Integer.MAX_VALUE : ~ordered;
    double middle = Float.intBitsToFloat(bits);
    // The bins of infinities have none.
    return Double.isNaN(middle)
        ? Math.copySign(Double.POSITIVE_INFINITY, ordered < 0 ? 1 : -1)
        : middle;
  }

  private double[] flushed() {
    flush();
    return bins.values();
  }

  private static double sum(double[] weights, int column) {
    double sum = 0;
    for (int i = column; i < weights.length; i += 2) {
      sum += weights[i];
    }
    return sum;
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
