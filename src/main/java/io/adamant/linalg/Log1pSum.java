package io.adamant.linalg;

/**
 * The sum of {@code log(1 + e)} over many e in [0, 1], by one logarithm for many terms.
 *
 * <p>The sum of logarithms is the logarithm of the product, so the factors {@code 1 + e} are
 * multiplied up until the product comes near the largest double. Small e, whose low bits would be
 * lost in {@code 1 + e}, are summed by their series instead. Each term keeps a relative error below
 * 2^-42.
 */
public final class Log1pSum {
  /** Below it, six terms of the series are exact to the last bit. */
  private static final double SERIES_LIMIT = 0x1.0p-10;

  private static final double FLUSH_LIMIT = 0x1.0p1000;

  private double sum;
  private double product = 1.0;

  /** Adds {@code log(1 + e)}. */
  public void add(double e) {
    if (e < SERIES_LIMIT) {
      sum += e * (1 - e * (1.0 / 2 - e * (1.0 / 3 - e * (1.0 / 4 - e * (1.0 / 5 - e / 6)))));
      return;
    }
    product *= 1 + e;
    if (!(product < FLUSH_LIMIT)) {
      sum += StrictMath.log(product);
      product = 1.0;
    }
  }

  /** The sum so far; NaN where an e was. */
  public double value() {
    return sum + StrictMath.log(product);
  }
}
