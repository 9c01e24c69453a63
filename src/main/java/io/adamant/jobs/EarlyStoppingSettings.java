package io.adamant.jobs;

import io.adamant.engine.EarlyStopping;
import io.adamant.model.Model;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads the section {@code early-stopping}. */
final class EarlyStoppingSettings {
  private static final String PATIENCE = "early-stopping.patience";

  private EarlyStoppingSettings() {}

  /**
   * Reads the section.
   *
   * @param validates whether there are rows to validate on
   * @param model that is trained
   * @return null where training takes all its steps
   */
  static @Nullable EarlyStopping read(JobConfiguration job, boolean validates, Model model) {
    for (String key : List.of("early-stopping.min-delta", "early-stopping.metric")) {
      if (job.has(key) && !job.has(PATIENCE)) {
        throw job.invalid(key, "needs " + PATIENCE);
      }
    }
    if (!job.has(PATIENCE)) {
      return null;
    }
    if (!validates) {
      throw job.invalid(PATIENCE, "needs validation.path or validation.fraction");
    }
    if (job.bool("save-state")) {
      throw job.invalid(
          "save-state",
          "= true cannot be had with early-stopping: the model is the best one, the"
              + " state that of the last step");
    }
    EarlyStopping settings =
        job.build(
            () ->
                new EarlyStopping(
                    job.has("early-stopping.metric")
                        ? job.string("early-stopping.metric")
                        : EarlyStopping.LOSS,
                    job.choice(
                        "early-stopping.mode", List.of(EarlyStopping.Mode.values()), KebabCase::of),
                    job.integer(PATIENCE, 0, Long.MAX_VALUE),
                    job.number("early-stopping.min-delta", 0)));
    return job.build(
        () -> {
          settings.requireSuit(model);
          return settings;
        });
  }
}
