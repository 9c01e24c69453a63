package io.adamant.schedule;

/**
 * Decays with the inverse square root of time:
 *
 * <pre>{@code
 * f(t) = 1 / sqrt((t - 1 + timescale) / timescale)
 * }</pre>
 *
 * <p>With the timescale 1 it is {@code 1 / sqrt(t)}, the step size of Spark MLlib's gradient
 * descent and of Zinkevich, "Online Convex Programming", 2003. After a warmup of as many steps as
 * the timescale it is Hugging Face's {@code get_inverse_sqrt_schedule}, and the second half of
 * {@link Noam}.
 *
 * @param timescale steps after which the factor has fallen to {@code 1 / sqrt(2)}, at least 1
 */
public record InverseSquareRootDecay(long timescale) implements Schedule {
  public InverseSquareRootDecay {
    Limits.requireAtLeast("timescale", 1, timescale);
  }

  @Override
  public double factor(long step) {
    // Added as doubles, since their sum as whole numbers may overflow.
    return 1 / Math.sqrt(((double) (step - 1) + timescale) / timescale);
  }
}
