package io.adamant.schedule;

/**
 * The textbook's warmup, then constant:
 *
 * <pre>{@code
 * f(t) = min(1, t / warmupSteps)
 * }</pre>
 *
 * <p>The first step has the factor {@code 1 / warmupSteps} and step {@code warmupSteps} is the
 * first with 1. Goyal et al., "Accurate, Large Minibatch SGD", arXiv:1706.02677, section 2.2.
 * PyTorch's form, which starts at a factor of choice, is {@link LinearRamp}.
 *
 * @param warmupSteps at least 0; 0 is no warmup
 */
public record LinearWarmup(long warmupSteps) implements Schedule {
  public LinearWarmup {
    Limits.requireAtLeast("warmup-steps", 0, warmupSteps);
  }

  @Override
  public double factor(long step) {
    return step >= warmupSteps ? 1.0 : (double) step / warmupSteps;
  }
}
