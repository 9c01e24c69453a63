package io.adamant.schedule;

import java.util.List;

/** Schedules by their usual names where that is more than one record's constructor. */
public final class Schedules {
  private Schedules() {}

  /** Factor 1 at every step. */
  public static Schedule constant() {
    return new Constant(1);
  }

  /**
   * Linear warmup, then constant: {@code min(1, step / warmupSteps)}. The first step has the factor
   * {@code 1 / warmupSteps} and step {@code warmupSteps} is the first with 1.
   *
   * @param warmupSteps at least 0; 0 is no warmup
   */
  public static Schedule linearWarmup(long warmupSteps) {
    return new LinearWarmup(warmupSteps);
  }

  /**
   * Linear warmup, then another schedule, whose steps count from 1 after it.
   *
   * @param warmupSteps at least 0; 0 is no warmup
   */
  public static Schedule warmedUp(long warmupSteps, Schedule schedule) {
    LinearWarmup warmup = new LinearWarmup(warmupSteps);
    return warmupSteps == 0
        ? schedule
        : new ScheduleSequence(List.of(warmupSteps), List.of(warmup, schedule));
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
    LinearWarmup warmup = new LinearWarmup(warmupSteps);
    requireRoom(warmupSteps, totalSteps);
    return new ScheduleSequence(
        List.of(warmupSteps, totalSteps),
        List.of(
            warmup, new CosineAnnealing((double) (totalSteps - warmupSteps), 0), new Constant(0)));
  }

  /**
   * Warmup, stable, decay: linear warmup, then constant, then in a straight line to a last factor,
   * which then stays (Hu et al., "MiniCPM", arXiv:2404.06395, section 4.2, there with an
   * exponential decay; Hugging Face's {@code get_wsd_schedule}). The first step of the decay has
   * the factor 1.
   *
   * @param decaySteps at least 1
   * @param totalSteps at least {@code warmupSteps + decaySteps}
   * @param minFactor the last factor, in [0, 1]
   */
  public static Schedule warmupStableDecay(
      long warmupSteps, long decaySteps, long totalSteps, double minFactor) {
    LinearWarmup warmup = new LinearWarmup(warmupSteps);
    Limits.requireAtLeast("decay-steps", 1, decaySteps);
    requireRoom(warmupSteps, totalSteps);
    if (decaySteps > totalSteps - warmupSteps) {
      throw Limits.refused(
          "decay-steps",
          "at most the number of steps after the warmup, " + (totalSteps - warmupSteps),
          decaySteps);
    }
    return new ScheduleSequence(
        List.of(warmupSteps, totalSteps - decaySteps),
        List.of(warmup, constant(), new PolynomialDecay(decaySteps, 1, minFactor)));
  }

  private static void requireRoom(long warmupSteps, long totalSteps) {
    if (totalSteps <= warmupSteps) {
      throw Limits.refused("warmup-steps", "below the number of steps, " + totalSteps, warmupSteps);
    }
  }
}
