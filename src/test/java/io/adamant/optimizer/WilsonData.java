package io.adamant.optimizer;

import java.util.stream.IntStream;

/**
 * The training rows of Wilson et al. (arXiv:1705.08292, section 3.3), as {@code wilson.json} counts
 * them: y = ±1, three shared features y, 1, 1, and for row i of the five features from 3 + 5i the
 * first where y = 1, all where y = -1. Written out here, apart from the generator of the data
 * package.
 */
final class WilsonData {
  final double p;
  final double[] labels;
  final int positives;

  WilsonData(int n, double p, long seed) {
    this.p = p;
    SplitMix random = new SplitMix(seed);
    labels = IntStream.range(0, n).mapToDouble(i -> random.next() < p ? 1 : -1).toArray();
    positives = (int) IntStream.range(0, n).filter(i -> labels[i] > 0).count();
  }

  int rows() {
    return labels.length;
  }

  int features() {
    return 3 + 5 * rows();
  }

  private static int ownFeatures(double label) {
    return label > 0 ? 1 : 5;
  }

  double score(double[] w, int row) {
    double score = labels[row] * w[0] + w[1] + w[2];
    for (int i = 0; i < ownFeatures(labels[row]); i++) {
      score += w[3 + 5 * row + i];
    }
    return score;
  }

  /** The gradient of half the sum of squared errors over some rows. */
  double[] gradient(double[] w, int[] rows) {
    double[] gradient = new double[features()];
    for (int row : rows) {
      double label = labels[row];
      double error = score(w, row) - label;
      gradient[0] += label * error;
      gradient[1] += error;
      gradient[2] += error;
      for (int i = 0; i < ownFeatures(label); i++) {
        gradient[3 + 5 * row + i] = error;
      }
    }
    return gradient;
  }

  /** The part of the training rows whose score has the wrong sign, or none. */
  double trainingError(double[] w) {
    int[] all = allRows();
    return (double) IntStream.of(all).filter(row -> !(score(w, row) * labels[row] > 0)).count()
        / rows();
  }

  /** The score of a fresh row, whose own features have the weight zero. */
  static double freshScore(double[] w, double label) {
    return label * w[0] + w[1] + w[2];
  }

  /** The chance that a fresh row is called wrong. */
  double testError(double[] w) {
    return p * (freshScore(w, 1) > 0 ? 0 : 1) + (1 - p) * (freshScore(w, -1) < 0 ? 0 : 1);
  }

  int[] allRows() {
    return IntStream.range(0, rows()).toArray();
  }

  /**
   * The weights of least norm that fit every row: w = Xᵀa with the same a for all rows of a label.
   */
  double[] leastNormSolution() {
    double plus = positives;
    double minus = rows() - plus;
    double determinant = 5 + 15 * plus + 3 * minus + 8 * plus * minus;
    double ofPositives = (4 * minus + 5) / determinant;
    double ofNegatives = -(4 * plus + 1) / determinant;
    double[] w = new double[features()];
    w[0] = plus * ofPositives - minus * ofNegatives;
    w[1] = plus * ofPositives + minus * ofNegatives;
    w[2] = w[1];
    for (int row = 0; row < rows(); row++) {
      for (int i = 0; i < ownFeatures(labels[row]); i++) {
        w[3 + 5 * row + i] = labels[row] > 0 ? ofPositives : ofNegatives;
      }
    }
    return w;
  }

  /** SplitMix64 (Steele, Lea and Flood 2014) with 53 bits of each draw, in [0, 1). */
  static final class SplitMix {
    private long state;

    SplitMix(long seed) {
      state = seed;
    }

    double next() {
      state += 0x9E3779B97F4A7C15L;
      long z = (state ^ (state >>> 30)) * 0xBF58476D1CE4E5B9L;
      z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
      return ((z ^ (z >>> 31)) >>> 11) * 0x1.0p-53;
    }

    /** The numbers from 0 to n - 1 in an order drawn after Fisher and Yates. */
    int[] permutation(int n) {
      int[] order = IntStream.range(0, n).toArray();
      for (int i = n - 1; i > 0; i--) {
        int j = (int) ((i + 1) * next());
        int swapped = order[i];
        order[i] = order[j];
        order[j] = swapped;
      }
      return order;
    }
  }
}
