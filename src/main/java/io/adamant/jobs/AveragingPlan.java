package io.adamant.jobs;

import io.adamant.optimizer.AveragingSettings;
import io.adamant.optimizer.AveragingSettings.Kind;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The section {@code averaging}; where a tail begins by itself is known with the data.
 *
 * @param startStep null for the first step of an EMA, and the second half of the steps of a tail
 */
record AveragingPlan(Kind kind, double decay, @Nullable Long startStep) {

  static AveragingPlan read(JobConfiguration job) {
    Kind kind = job.choice("averaging.type", List.of(Kind.values()), KebabCase::of);
    requireUse(job, "averaging.decay", kind, kind == Kind.EMA);
    requireUse(job, "averaging.start-step", kind, kind != Kind.NONE);
    AveragingPlan plan =
        new AveragingPlan(
            kind,
            job.number("averaging.decay", AveragingSettings.DEFAULT_DECAY),
            job.has("averaging.start-step")
                ? (Long) job.integer("averaging.start-step", 1, Long.MAX_VALUE)
                : null);
    job.build(() -> new AveragingSettings(kind, 1, plan.decay));
    return plan;
  }

  private static void requireUse(JobConfiguration job, String key, Kind kind, boolean hasUse) {
    if (job.has(key) && !hasUse) {
      throw job.invalid(key, "is not for averaging.type = " + KebabCase.of(kind));
    }
  }

  /** The average over a training of so many steps of the optimizer. */
  AveragingSettings settings(long optimizerSteps) {
    if (kind == Kind.NONE) {
      return AveragingSettings.NONE;
    }
    long byItself = kind == Kind.TAIL ? optimizerSteps / 2 + 1 : 1;
    long start = startStep == null ? byItself : startStep;
    if (start > optimizerSteps) {
      throw new IllegalArgumentException(
          "averaging.start-step must be <= the number of optimizer steps, %d, got %d"
              .formatted(optimizerSteps, start));
    }
    return new AveragingSettings(kind, start, decay);
  }
}
