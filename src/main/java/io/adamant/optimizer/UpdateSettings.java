package io.adamant.optimizer;

import io.adamant.schedule.Schedule;
import io.adamant.schedule.Schedules;
import java.util.List;

/**
 * All that decides how gradients change parameters.
 *
 * @param groups settings of parts by name; the first that matches counts
 * @param schedule factor on the learning rate
 * @param accumulationSteps gradients to a step, at least 1
 */
public record UpdateSettings(
    Optimizer optimizer,
    List<ParameterGroup> groups,
    SparseUpdates sparseUpdates,
    Schedule schedule,
    GradientClipping clipping,
    int accumulationSteps,
    AveragingSettings averaging) {

  public UpdateSettings {
    groups = List.copyOf(groups);
    if (accumulationSteps < 1) {
      throw new IllegalArgumentException(
          "batch.accumulation-steps must be >= 1, got " + accumulationSteps);
    }
  }

  /** The optimizer alone: default groups, constant rate, no clipping, accumulation or average. */
  public static UpdateSettings of(Optimizer optimizer, SparseUpdates sparseUpdates) {
    return new UpdateSettings(
        optimizer,
        ParameterGroup.DEFAULT,
        sparseUpdates,
        Schedules.constant(),
        GradientClipping.NONE,
        1,
        AveragingSettings.NONE);
  }

  public UpdateSettings withGroups(List<ParameterGroup> groups) {
    return new UpdateSettings(
        optimizer, groups, sparseUpdates, schedule, clipping, accumulationSteps, averaging);
  }

  public UpdateSettings withSchedule(Schedule schedule) {
    return new UpdateSettings(
        optimizer, groups, sparseUpdates, schedule, clipping, accumulationSteps, averaging);
  }

  public UpdateSettings withClipping(GradientClipping clipping) {
    return new UpdateSettings(
        optimizer, groups, sparseUpdates, schedule, clipping, accumulationSteps, averaging);
  }

  public UpdateSettings withAccumulationSteps(int accumulationSteps) {
    return new UpdateSettings(
        optimizer, groups, sparseUpdates, schedule, clipping, accumulationSteps, averaging);
  }

  public UpdateSettings withAveraging(AveragingSettings averaging) {
    return new UpdateSettings(
        optimizer, groups, sparseUpdates, schedule, clipping, accumulationSteps, averaging);
  }
}
