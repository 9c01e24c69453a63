package io.adamant.linalg;

import java.io.Serializable;
import java.math.BigInteger;

/**
 * The exact sum of any number of doubles, rounded once at the end, so that it does not depend on
 * the order in which values and partial sums arrive.
 *
 * <p>A fixed-point number wide enough for every double, in 32-bit digits kept in {@code long}s
 * whose upper halves take up the carries: the small superaccumulator of R. Neal, "Fast exact
 * summation using small and large superaccumulators" (arXiv:1505.05571). Values that are not finite
 * are counted apart and make the sum NaN or infinite, as plain addition would.
 */
public final class ExactSum implements Serializable {
  /** The weight of bit 0 of digit 0 is 2^-1074, the smallest subnormal. */
  private static final int LOWEST_EXPONENT = -1074;

  /** 2098 bits of double range and 64 bits of headroom, in digits of 32 bits. */
  private static final int DIGITS = 68;

  /** Each addition moves a digit by less than 2^32: carries fit for 2^30 additions. */
  private static final int ADDITIONS_BEFORE_CARRY = 1 << 30;

  private final long[] digits = new long[DIGITS];
  private double nonFinite;
  private int additions;

  /** Adds one value. */
  public void add(double value) {
    long bits = Double.doubleToRawLongBits(value);
    int biased = (int) (bits >>> 52) & 0x7ff;
    if (biased == 0x7ff) {
      nonFinite += value;
      return;
    }
    long fraction = bits & ((1L << 52) - 1);
    long significand = biased == 0 ? fraction : fraction | (1L << 52);
    int shift = biased == 0 ? 0 : biased - 1;
    int digit = shift >>> 5;
    int within = shift & 31;
    // The significand's 53 bits, moved by up to 31, span at most three digits.
    long low = (significand << within) & 0xffffffffL;
    long middle = (significand >>> (32 - within)) & 0xffffffffL;
    long high = within == 0 ? 0 : significand >>> (64 - within);
    if (bits < 0) {
      digits[digit] -= low;
      digits[digit + 1] -= middle;
      digits[digit + 2] -= high;
    } else {
      digits[digit] += low;
      digits[digit + 1] += middle;
      digits[digit + 2] += high;
    }
    if (++additions == ADDITIONS_BEFORE_CARRY) {
      carry();
    }
  }

  /** Adds all that another sum holds. */
  public void add(ExactSum other) {
    carry();
    for (int i = 0; i < DIGITS; i++) {
      digits[i] += other.digits[i];
    }
    nonFinite += other.nonFinite;
    carry();
  }

  /** The sum, correctly rounded; NaN or an infinity where a value was one. */
  public double value() {
    if (nonFinite != 0.0) {
      return nonFinite;
    }
    BigInteger sum = BigInteger.ZERO;
    for (int i = DIGITS - 1; i >= 0; i--) {
      sum = sum.shiftLeft(32).add(BigInteger.valueOf(digits[i]));
    }
    return scaled(sum);
  }

  private static double scaled(BigInteger sum) {
    BigInteger magnitude = sum.abs();
    int excess = magnitude.bitLength() - 53;
    double rounded;
    if (excess <= 0) {
      // At most 53 bits above the smallest subnormal: exact.
      rounded = magnitude.longValue() * Double.MIN_VALUE;
    } else {
      // BigInteger rounds half to even; the remaining scaling is by a power of two, hence exact.
      rounded = Math.scalb(roundedToEven(magnitude, excess), excess + LOWEST_EXPONENT);
    }
    return sum.signum() < 0 ? -rounded : rounded;
  }

  private static double roundedToEven(BigInteger magnitude, int excess) {
    BigInteger quotient = magnitude.shiftRight(excess);
    BigInteger remainder = magnitude.subtract(quotient.shiftLeft(excess));
    int half = remainder.compareTo(BigInteger.ONE.shiftLeft(excess - 1));
    long significand = quotient.longValue();
    if (half > 0 || (half == 0 && (significand & 1) == 1)) {
      significand++;
    }
    return significand;
  }

  private void carry() {
    long carry = 0;
    for (int i = 0; i < DIGITS - 1; i++) {
      long digit = digits[i] + carry;
      carry = digit >> 32;
      digits[i] = digit & 0xffffffffL;
    }
    digits[DIGITS - 1] += carry;
    additions = 0;
  }
}
