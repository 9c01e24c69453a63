package io.adamant.schedule;

/**
 * In equal steps from one factor to another, which then stays:
 *
 * <pre>{@code
 * f(t) = start + (end - start) min(t - 1, totalIters) / totalIters
 * }</pre>
 *
 * <p>PyTorch's {@code LinearLR}. Deviation: a start at 0 is allowed, which makes it the warmup of
 * the Hugging Face schedules, whose first step has the rate 0.
 *
 * @param startFactor of step 1, in [0, 1]
 * @param endFactor of step {@code totalIters + 1} and all later ones, in [0, 1]
 * @param totalIters at least 1
 */
public record LinearRamp(double startFactor, double endFactor, long totalIters)
    implements Schedule {
  public static final double DEFAULT_START_FACTOR = 1.0 / 3;
  public static final double DEFAULT_END_FACTOR = 1;

  public LinearRamp {
    Limits.requireFraction("start-factor", startFactor);
    Limits.requireFraction("end-factor", endFactor);
    Limits.requireAtLeast("total-iters", 1, totalIters);
  }

  @Override
  public double factor(long step) {
    long done = Math.min(step - 1, totalIters);
    return startFactor + (endFactor - startFactor) * done / totalIters;
  }
}
