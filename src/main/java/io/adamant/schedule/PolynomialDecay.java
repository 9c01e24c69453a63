package io.adamant.schedule;

/**
 * From 1 down to a last factor, which then stays:
 *
 * <pre>{@code
 * f(t) = min + (1 - min) (1 - min(t - 1, totalIters) / totalIters) ^ power
 * }</pre>
 *
 * <p>PyTorch's {@code PolynomialLR} where the last factor is 0; with one above 0 Keras' {@code
 * PolynomialDecay} and, after a warmup, Hugging Face's polynomial decay. Power 1 is linear.
 *
 * @param totalIters steps until the last factor, at least 1
 * @param power finite, above 0
 * @param minFactor the last factor, in [0, 1]
 */
public record PolynomialDecay(long totalIters, double power, double minFactor) implements Schedule {
  public static final double DEFAULT_POWER = 1;

  public PolynomialDecay {
    Limits.requireAtLeast("total-iters", 1, totalIters);
    Limits.requirePositive("power", power);
    Limits.requirePartOfRate("eta-min", minFactor);
  }

  @Override
  public double factor(long step) {
    double left = 1 - (double) Math.min(step - 1, totalIters) / totalIters;
    return minFactor + (1 - minFactor) * StrictMath.pow(left, power);
  }
}
