package io.adamant.linalg;

/**
 * The logistic function and its log loss, of a margin (log odds) z.
 *
 * <p>By {@link StrictMath}, since a result may not depend on the processor.
 */
public final class Logistic {
  private Logistic() {}

  /** {@code 1 / (1 + exp(-z))}, accurate on both sides. */
  public static double probability(double margin) {
    double e = StrictMath.exp(-Math.abs(margin));
    return probability(margin, e);
  }

  /** {@link #probability(double)} where {@code e = exp(-|margin|)} is at hand. */
  public static double probability(double margin, double e) {
    return (margin >= 0 ? 1.0 : e) / (1.0 + e);
  }

  /** {@code -log p(label)}: {@code log(1 + exp(-z))} for label 1, {@code log(1 + exp(z))} for 0. */
  public static double loss(double margin, double label) {
    return loss(margin, label, StrictMath.exp(-Math.abs(margin)));
  }

  /** {@link #loss(double, double)} where {@code e = exp(-|margin|)} is at hand. */
  public static double loss(double margin, double label, double e) {
    return Math.max(margin, 0.0) - margin * label + StrictMath.log1p(e);
  }
}
