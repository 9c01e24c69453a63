package io.adamant.schedule;

/** The schedules. */
public final class Schedules {
  private Schedules() {}

  /** Factor 1 at every step. */
  public static Schedule constant() {
    return step -> 1.0;
  }

  /**
   * Linear warmup, then constant: {@code min(1, step / warmupSteps)}. The first step has the factor
   * {@code 1 / warmupSteps} and step {@code warmupSteps} is the first with 1.
   *
   * @param warmupSteps at least 0; 0 is no warmup
   */
  public static Schedule linearWarmup(long warmupSteps) {
    requireWarmup(warmupSteps);
    return step -> step >= warmupSteps ? 1.0 : (double) step / warmupSteps;
  }

  /**
   * Linear warmup, then half a cosine from 1 towards 0 (Loshchilov and Hutter, "SGDR",
   * arXiv:1608.03983, equation 5, without restarts): {@code (1 + cos(pi * (step - 1 - warmupSteps)
   * / (totalSteps - warmupSteps))) / 2}. As with PyTorch's CosineAnnealingLR, the step after warmup
   * has the factor 1 and the last one is above 0; beyond {@code totalSteps} it stays at 0.
   *
   * @param totalSteps more than {@code warmupSteps}
   */
  public static Schedule cosine(long warmupSteps, long totalSteps) {
    requireWarmup(warmupSteps);
    if (totalSteps <= warmupSteps) {
      throw new IllegalArgumentException(
          "schedule.warmup-steps must be below the number of steps, %d, got %d"
              .formatted(totalSteps, warmupSteps));
    }
    return step -> {
      if (step <= warmupSteps) {
        return (double) step / warmupSteps;
      }
      double done = (double) (step - 1 - warmupSteps) / (totalSteps - warmupSteps);
      return done >= 1 ? 0.0 : (1 + StrictMath.cos(Math.PI * done)) / 2;
    };
  }

  private static void requireWarmup(long warmupSteps) {
    if (warmupSteps < 0) {
      throw new IllegalArgumentException("schedule.warmup-steps must be >= 0, got " + warmupSteps);
    }
  }
}
