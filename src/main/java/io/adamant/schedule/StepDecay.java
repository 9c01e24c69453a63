package io.adamant.schedule;

/**
 * Decays at equal intervals:
 *
 * <pre>{@code
 * f(t) = gamma ^ floor((t - 1) / stepSize)
 * }</pre>
 *
 * <p>PyTorch's {@code StepLR}; also Keras' {@code ExponentialDecay} with {@code staircase}.
 *
 * @param stepSize steps between decays, at least 1
 * @param gamma in (0, 1]
 */
public record StepDecay(long stepSize, double gamma) implements Schedule {
  public static final double DEFAULT_GAMMA = 0.1;

  public StepDecay {
    Limits.requireAtLeast("step-size", 1, stepSize);
    Limits.requireDecay("gamma", gamma);
  }

  @Override
  public double factor(long step) {
    long decays = (step - 1) / stepSize;
    return StrictMath.pow(gamma, (double) decays);
  }
}
