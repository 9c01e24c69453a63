package io.adamant.jobs;

import io.adamant.schedule.CyclicMomentum;
import io.adamant.schedule.MomentumSchedule;
import io.adamant.schedule.OneCycleMomentum;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads the course of the momentum beside {@code schedule.type = one-cycle} and {@code cyclic}. */
final class MomentumSettings {
  /** The keys that a schedule with a course of the momentum takes beside its own. */
  static final Set<String> KEYS = Set.of("cycle-momentum", "base-momentum", "max-momentum");

  private static final String ONE_CYCLE = "one-cycle";
  private static final String CYCLIC = "cyclic";

  private MomentumSettings() {}

  /** Whether the schedule of the keys can have a course of the momentum. */
  static boolean belongTo(ScheduleKeys keys) {
    return List.of(ONE_CYCLE, CYCLIC).contains(keys.text("type"));
  }

  /** The course in a run of some steps; null where the momentum stays. */
  static @Nullable MomentumSchedule read(ScheduleKeys keys, long steps) {
    if (!belongTo(keys)) {
      return null;
    }
    if (!keys.bool("cycle-momentum", false)) {
      for (String key : List.of("base-momentum", "max-momentum")) {
        if (keys.has(key)) {
          throw keys.invalid(key, "needs schedule.cycle-momentum = true");
        }
      }
      return null;
    }
    return keys.build(
        () ->
            keys.text("type").equals(ONE_CYCLE)
                ? new OneCycleMomentum(
                    ScheduleTypes.oneCycle(keys, steps),
                    keys.number("base-momentum", OneCycleMomentum.DEFAULT_BASE_MOMENTUM),
                    keys.number("max-momentum", OneCycleMomentum.DEFAULT_MAX_MOMENTUM))
                : new CyclicMomentum(
                    ScheduleTypes.cyclic(keys),
                    keys.number("base-momentum", CyclicMomentum.DEFAULT_BASE_MOMENTUM),
                    keys.number("max-momentum", CyclicMomentum.DEFAULT_MAX_MOMENTUM)));
  }
}
