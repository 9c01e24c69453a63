package io.adamant.jobs;

import io.adamant.schedule.MomentumSchedule;
import io.adamant.schedule.ReduceOnPlateau;
import io.adamant.schedule.Schedule;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The section {@code schedule}; what its length is comes with the data. */
final class ScheduleSettings {
  private static final String PLATEAU = "plateau";

  private final ScheduleKeys keys;
  private final @Nullable ReduceOnPlateau plateau;

  private ScheduleSettings(ScheduleKeys keys, @Nullable ReduceOnPlateau plateau) {
    this.keys = keys;
    this.plateau = plateau;
  }

  /**
   * Reads and checks the section.
   *
   * @param learningRate the base rate, which rates in the section are compared with
   */
  static ScheduleSettings read(JobConfiguration job, double learningRate) {
    ScheduleKeys keys = new ScheduleKeys(job, "schedule.", learningRate);
    List<String> types = new ArrayList<>(ScheduleTypes.NAMES);
    types.add(PLATEAU);
    boolean isPlateau = keys.choice("type", types).equals(PLATEAU);
    ReduceOnPlateau plateau = isPlateau ? PlateauSettings.read(keys) : null;
    ScheduleSettings settings = new ScheduleSettings(keys, plateau);
    // What is wrong in a run without end is wrong in any: said before there is any data.
    settings.schedule(Long.MAX_VALUE);
    settings.momentum(Long.MAX_VALUE);
    return settings;
  }

  /**
   * The schedule of a run. With {@code plateau} it is the warmup alone.
   *
   * @param steps all steps of the run
   * @throws UsageException where settings do not fit the run's length
   */
  Schedule schedule(long steps) {
    return plateau == null
        ? ScheduleTypes.ofRun(keys, steps)
        : keys.build(() -> PlateauSettings.warmup(keys));
  }

  /**
   * The course of the momentum; null where it stays.
   *
   * @param steps all steps of the run
   */
  @Nullable MomentumSchedule momentum(long steps) {
    return MomentumSettings.read(keys, steps);
  }

  /** The schedule in words: its type, and the keys that are set. */
  String words() {
    return keys.words();
  }

  /** What lowers the rate by a metric; null unless that is the schedule's type. */
  @Nullable ReduceOnPlateau plateau() {
    return plateau;
  }
}
