package io.adamant.schedule;

/**
 * Decays a little each step:
 *
 * <pre>{@code
 * f(t) = gamma ^ ((t - 1) / decaySteps)
 * }</pre>
 *
 * <p>With one decay step PyTorch's {@code ExponentialLR}, with more Keras' {@code
 * ExponentialDecay}.
 *
 * @param gamma in (0, 1]
 * @param decaySteps steps that it takes to decay by gamma, at least 1
 */
public record ExponentialDecay(double gamma, long decaySteps) implements Schedule {
  public ExponentialDecay {
    Limits.requireDecay("gamma", gamma);
    Limits.requireAtLeast("decay-steps", 1, decaySteps);
  }

  /** Decays by gamma each step. */
  public ExponentialDecay(double gamma) {
    this(gamma, 1);
  }

  @Override
  public double factor(long step) {
    return StrictMath.pow(gamma, (double) (step - 1) / decaySteps);
  }
}
