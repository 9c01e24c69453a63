package io.adamant.jobs;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The section {@code checkpoint}.
 *
 * @param path folder of the run's checkpoints; null for none
 * @param everySteps batches between them; null for none by steps
 * @param everyMinutes minutes between them; null for none by time
 * @param keep how many are kept
 * @param onFailure what follows where one cannot be written
 */
record CheckpointSettings(
    @Nullable String path,
    @Nullable Long everySteps,
    @Nullable Double everyMinutes,
    int keep,
    OnFailure onFailure) {
  static final String PATH = "checkpoint.path";

  /** Where neither steps nor minutes are set. */
  static final double DEFAULT_MINUTES = 10;

  private static final String EVERY_STEPS = "checkpoint.every-steps";
  private static final String EVERY_MINUTES = "checkpoint.every-minutes";

  /** What follows where a checkpoint cannot be written. */
  enum OnFailure {
    /** Training goes on, and says so. */
    CONTINUE,
    /** Training ends. */
    STOP
  }

  static CheckpointSettings read(JobConfiguration job) {
    String path = job.optionalString(PATH);
    for (String key : List.of(EVERY_STEPS, EVERY_MINUTES)) {
      if (path == null && job.has(key)) {
        throw job.invalid(key, "needs " + PATH);
      }
    }
    Long steps = job.has(EVERY_STEPS) ? (Long) job.integer(EVERY_STEPS, 1, Long.MAX_VALUE) : null;
    Double minutes = job.has(EVERY_MINUTES) ? (Double) job.number(EVERY_MINUTES) : null;
    if (minutes != null && !(minutes > 0 && Double.isFinite(minutes))) {
      throw job.invalid(EVERY_MINUTES, "must be finite and > 0, got " + minutes);
    }
    return new CheckpointSettings(
        path,
        steps,
        steps == null && minutes == null ? (Double) DEFAULT_MINUTES : minutes,
        (int) job.integer("checkpoint.keep", 1, Integer.MAX_VALUE),
        job.choice("checkpoint.on-failure", List.of(OnFailure.values()), KebabCase::of));
  }

  /** Whether a checkpoint is due. */
  boolean isDue(long step, long lastStep, double minutesSince) {
    boolean bySteps = everySteps != null && step / everySteps > lastStep / everySteps;
    return bySteps || (everyMinutes != null && minutesSince >= everyMinutes);
  }
}
