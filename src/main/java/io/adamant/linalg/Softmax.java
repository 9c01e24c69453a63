package io.adamant.linalg;

/**
 * Softmax of k scores, {@code p_i = exp(z_i) / Σ exp(z_j)}, and its log loss.
 *
 * <p>The largest score is taken off first, so that no exponential overflows and the largest is 1.
 * By {@link StrictMath}, since a result may not depend on the processor.
 */
public final class Softmax {
  private Softmax() {}

  /**
   * Replaces scores by their probabilities.
   *
   * @param at where the scores begin
   * @param k number of them
   * @return {@code -log p_label}
   */
  public static double probabilities(double[] scores, int at, int k, int label) {
    double largest = largest(scores, at, k);
    // Of two large numbers that nearly cancel the difference is taken first.
    double own = scores[at + label] - largest;
    double sum = 0.0;
    for (int i = at; i < at + k; i++) {
      double e = StrictMath.exp(scores[i] - largest);
      scores[i] = e;
      sum += e;
    }
    for (int i = at; i < at + k; i++) {
      scores[i] /= sum;
    }
    return StrictMath.log(sum) - own;
  }

  /** {@code -log p_label}. */
  public static double loss(double[] scores, int at, int k, int label) {
    double largest = largest(scores, at, k);
    double sum = 0.0;
    for (int i = at; i < at + k; i++) {
      sum += StrictMath.exp(scores[i] - largest);
    }
    return StrictMath.log(sum) - (scores[at + label] - largest);
  }

  private static double largest(double[] scores, int at, int k) {
    double largest = scores[at];
    for (int i = at + 1; i < at + k; i++) {
      // Once it is NaN it stays so.
      largest = Math.max(largest, scores[i]);
    }
    return largest;
  }
}
