package io.adamant.schedule;

/**
 * Linear warmup, then the inverse square root of the step:
 *
 * <pre>{@code
 * f(t) = modelSize^-0.5 min(t^-0.5, t warmupSteps^-1.5)
 * }</pre>
 *
 * <p>Vaswani et al., "Attention Is All You Need", arXiv:1706.03762, equation 3. There it is the
 * rate itself, which a base rate of 1 gives.
 *
 * @param modelSize the paper's d_model, at least 1
 * @param warmupSteps at least 1
 */
public record Noam(long modelSize, long warmupSteps) implements Schedule {
  public Noam {
    Limits.requireAtLeast("model-size", 1, modelSize);
    Limits.requireAtLeast("warmup-steps", 1, warmupSteps);
  }

  @Override
  public double factor(long step) {
    double rising = step / (warmupSteps * Math.sqrt((double) warmupSteps));
    return Math.min(1 / Math.sqrt((double) step), rising) / Math.sqrt((double) modelSize);
  }
}
