package io.adamant.schedule;

/**
 * A factor for the first steps, then 1:
 *
 * <pre>{@code
 * f(t) = factor for t <= totalIters, 1 after
 * }</pre>
 *
 * <p>PyTorch's {@code ConstantLR}, except that the factor may be above 1.
 *
 * @param factor finite, at least 0
 * @param totalIters steps that have the factor, at least 0
 */
public record Constant(double factor, long totalIters) implements Schedule {
  public Constant {
    Limits.requireNotNegative("factor", factor);
    Limits.requireAtLeast("total-iters", 0, totalIters);
  }

  /** The factor at every step. */
  public Constant(double factor) {
    this(factor, Long.MAX_VALUE);
  }

  @Override
  public double factor(long step) {
    return step <= totalIters ? factor : 1.0;
  }
}
