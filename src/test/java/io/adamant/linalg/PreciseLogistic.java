package io.adamant.linalg;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/** The logistic function and its loss with hundreds of digits, from their Taylor series alone. */
public final class PreciseLogistic {
  /** exp(-745) is about 1e-324: 60 digits are left beside it. */
  private static final MathContext DIGITS = new MathContext(400, RoundingMode.HALF_EVEN);

  private static final BigDecimal ONE = BigDecimal.ONE;
  private static final BigDecimal TWO = BigDecimal.valueOf(2);
  private static final BigDecimal LOG_TWO = logTwo();

  private PreciseLogistic() {}

  /** {@code 1 / (1 + exp(-z))}. */
  public static double probability(double z) {
    return ONE.divide(ONE.add(exp(new BigDecimal(z).negate())), DIGITS).doubleValue();
  }

  /** {@code log(1 + exp(z))}. */
  public static double softplus(double z) {
    return log(ONE.add(exp(new BigDecimal(z)))).doubleValue();
  }

  /** {@code exp(x) = exp(x / 2^12)^(2^12)}. */
  private static BigDecimal exp(BigDecimal x) {
    BigDecimal small = x.divide(BigDecimal.valueOf(1 << 12), DIGITS);
    BigDecimal sum = ONE;
    BigDecimal term = ONE;
    for (int n = 1; !isNegligible(term); n++) {
      term = term.multiply(small, DIGITS).divide(BigDecimal.valueOf(n), DIGITS);
      sum = sum.add(term, DIGITS);
    }
    for (int i = 0; i < 12; i++) {
      sum = sum.multiply(sum, DIGITS);
    }
    return sum;
  }

  /** {@code log(m 2^k) = 2 artanh((m - 1) / (m + 1)) + k log 2} with m in [1, 2). */
  private static BigDecimal log(BigDecimal x) {
    BigDecimal mantissa = x;
    int halvings = 0;
    while (mantissa.compareTo(TWO) >= 0) {
      mantissa = mantissa.divide(TWO, DIGITS);
      halvings++;
    }
    BigDecimal ratio = mantissa.subtract(ONE).divide(mantissa.add(ONE), DIGITS);
    return twiceArtanh(ratio).add(LOG_TWO.multiply(BigDecimal.valueOf(halvings)), DIGITS);
  }

  private static BigDecimal logTwo() {
    return twiceArtanh(ONE.divide(BigDecimal.valueOf(3), DIGITS));
  }

  private static BigDecimal twiceArtanh(BigDecimal x) {
    BigDecimal square = x.multiply(x, DIGITS);
    BigDecimal sum = BigDecimal.ZERO;
    BigDecimal power = x;
    for (int n = 1; !isNegligible(power); n += 2) {
      sum = sum.add(power.divide(BigDecimal.valueOf(n), DIGITS), DIGITS);
      power = power.multiply(square, DIGITS);
    }
    return sum.multiply(TWO, DIGITS);
  }

  /** Whether a term is below 1e-390: more than 60 digits below any double. */
  private static boolean isNegligible(BigDecimal term) {
    return term.signum() == 0 || term.precision() - term.scale() < -390;
  }
}
