package io.adamant.linalg;

/**
 * Whole powers of a number by squaring, carried in twice the precision of a double: right to the
 * last bit in all but one of some million cases, and the same bits on every processor, which {@link
 * Math#pow} does not promise.
 */
public final class IntegerPower {
  private IntegerPower() {}

  /**
   * {@code base} to the power {@code exponent}.
   *
   * @param base in [0, 1]
   * @param exponent at least 0
   */
  public static double of(double base, long exponent) {
    if (!(base >= 0 && base <= 1) || exponent < 0) {
      throw new IllegalArgumentException(
          "base must be in [0, 1] and the exponent >= 0, got %s and %d".formatted(base, exponent));
    }
    double high = 1.0;
    double low = 0.0;
    double squareHigh = base;
    double squareLow = 0.0;
    for (long rest = exponent; rest > 0 && high != 0.0; rest >>>= 1) {
      if ((rest & 1) == 1) {
        double product = high * squareHigh;
        double error = Math.fma(high, squareHigh, -product);
        error += high * squareLow + low * squareHigh;
        high = product + error;
        low = error - (high - product);
      }
      double product = squareHigh * squareHigh;
      double error = Math.fma(squareHigh, squareHigh, -product) + 2 * squareHigh * squareLow;
      squareHigh = product + error;
      squareLow = error - (squareHigh - product);
    }
    return high;
  }
}
