package io.adamant.jobs;

import io.adamant.schedule.ReduceOnPlateau;
import io.adamant.schedule.ReduceOnPlateau.Mode;
import io.adamant.schedule.ReduceOnPlateau.ThresholdMode;
import io.adamant.schedule.Schedule;
import io.adamant.schedule.Schedules;
import java.util.Set;

/** Reads {@code schedule.type = plateau}. */
final class PlateauSettings {
  private static final Set<String> KEYS =
      Set.of(
          "mode",
          "factor",
          "patience",
          "threshold",
          "threshold-mode",
          "cooldown",
          "min-lr",
          "epsilon",
          "warmup-steps");

  private PlateauSettings() {}

  static ReduceOnPlateau read(ScheduleKeys keys) {
    keys.requireOnly(KEYS);
    return keys.build(
        () ->
            new ReduceOnPlateau(
                keys.learningRate(),
                keys.constant("mode", Mode.MIN),
                keys.number("factor", ReduceOnPlateau.DEFAULT_FACTOR),
                keys.whole("patience", ReduceOnPlateau.DEFAULT_PATIENCE),
                keys.number("threshold", ReduceOnPlateau.DEFAULT_THRESHOLD),
                keys.constant("threshold-mode", ThresholdMode.REL),
                keys.whole("cooldown", 0),
                keys.number("min-lr", 0),
                keys.number("epsilon", ReduceOnPlateau.DEFAULT_EPSILON)));
  }

  /** What the steps alone decide. */
  static Schedule warmup(ScheduleKeys keys) {
    return Schedules.linearWarmup(keys.whole("warmup-steps", 0));
  }
}
