package io.adamant.schedule;

/**
 * Down half a cosine and up again, without end:
 *
 * <pre>{@code
 * f(t) = min + (1 - min) (1 + cos(pi (t - 1) / tMax)) / 2
 * }</pre>
 *
 * <p>Loshchilov and Hutter, "SGDR", arXiv:1608.03983, equation 5, without restarts; PyTorch's
 * {@code CosineAnnealingLR}. As there, step {@code tMax + 1} is the first at the minimum and the
 * rate rises after it: {@link Schedules#cosine} stays down. After a warmup it is Hugging Face's
 * cosine schedule, where {@code tMax = steps / (2 cycles)}, which need not be a whole number.
 *
 * @param tMax steps from the top to the minimum, finite, above 0
 * @param minFactor in [0, 1]
 */
public record CosineAnnealing(double tMax, double minFactor) implements Schedule {
  public CosineAnnealing {
    Limits.requirePositive("t-max", tMax);
    Limits.requirePartOfRate("eta-min", minFactor);
  }

  @Override
  public double factor(long step) {
    return fall((double) (step - 1), tMax, minFactor);
  }

  /** The cosine's fall from 1: its value {@code since} steps after the top, in PyTorch's order. */
  static double fall(double since, double length, double minFactor) {
    return minFactor + (1 - minFactor) * (1 + StrictMath.cos(Math.PI * since / length)) / 2;
  }
}
