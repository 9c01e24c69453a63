package io.adamant.jobs;

import io.adamant.engine.TrainingSettings;
import io.adamant.optimizer.NonFinite;
import io.adamant.optimizer.UpdateSettings;
import io.adamant.schedule.Constant;
import io.adamant.schedule.ScheduleProduct;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The section {@code rollback}: what changes where a training goes back to its last checkpoint.
 *
 * @param factor on the learning rate, each time; in (0, 1]
 * @param times how often at most, at least 1
 */
record RollbackSettings(double factor, int times) {
  static final double DEFAULT_FACTOR = 0.5;
  static final int DEFAULT_TIMES = 3;

  private static final String FACTOR = "rollback.factor";
  private static final String TIMES = "rollback.times";

  RollbackSettings {
    if (!(factor > 0 && factor <= 1)) {
      throw new IllegalArgumentException(FACTOR + " must be in (0, 1], got " + factor);
    }
  }

  /**
   * Reads the section.
   *
   * @return null where a training doesn't go back
   */
  static @Nullable RollbackSettings read(
      JobConfiguration job, NonFinite nonFinite, CheckpointSettings checkpoint) {
    boolean goesBack = nonFinite == NonFinite.ROLLBACK;
    for (String key : List.of(FACTOR, TIMES)) {
      if (job.has(key) && !goesBack) {
        throw job.invalid(key, "needs clip.non-finite = rollback");
      }
    }
    if (!goesBack) {
      return null;
    }
    // By time, which checkpoint is the last would differ from run to run, and so would the bits.
    if (checkpoint.everySteps() == null || checkpoint.everyMinutes() != null) {
      throw job.invalid(
          "clip.non-finite",
          "= rollback needs checkpoint.path and checkpoint.every-steps, and no"
              + " checkpoint.every-minutes");
    }
    return job.build(
        () ->
            new RollbackSettings(
                job.number(FACTOR, DEFAULT_FACTOR),
                job.has(TIMES) ? (int) job.integer(TIMES, 1, Integer.MAX_VALUE) : DEFAULT_TIMES));
  }

  /** The factor on the learning rate of a run that has gone back so often. */
  double factorAfter(int rollbacks) {
    double product = 1;
    for (int i = 0; i < rollbacks; i++) {
      product *= factor;
    }
    return product;
  }

  /** The same training with the learning rate that it has after so many times. */
  TrainingSettings after(int rollbacks, TrainingSettings training) {
    if (rollbacks == 0) {
      return training;
    }
    UpdateSettings update = training.update();
    return training.withUpdate(
        update.withSchedule(
            new ScheduleProduct(List.of(update.schedule(), new Constant(factorAfter(rollbacks))))));
  }
}
