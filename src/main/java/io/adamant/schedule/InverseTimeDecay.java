package io.adamant.schedule;

/**
 * Decays with the inverse of time:
 *
 * <pre>{@code
 * f(t) = 1 / (1 + decayRate (t - 1) / decaySteps)
 * }</pre>
 *
 * <p>Keras' {@code InverseTimeDecay}; Robbins and Monro, "A Stochastic Approximation Method", 1951,
 * for what it converges on.
 *
 * @param decayRate finite, at least 0
 * @param decaySteps at least 1
 */
public record InverseTimeDecay(double decayRate, long decaySteps) implements Schedule {
  public InverseTimeDecay {
    Limits.requireNotNegative("decay-rate", decayRate);
    Limits.requireAtLeast("decay-steps", 1, decaySteps);
  }

  @Override
  public double factor(long step) {
    return 1 / (1 + decayRate * (step - 1) / decaySteps);
  }
}
