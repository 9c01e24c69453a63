package io.adamant.optimizer;

import io.adamant.schedule.MomentumSchedule;
import io.adamant.schedule.ReduceOnPlateau;
import io.adamant.schedule.Schedule;
import io.adamant.schedule.Schedules;
import java.io.Serializable;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * All that decides how gradients change parameters.
 *
 * @param groups settings of parts by name; the first that matches counts
 * @param schedule factor on the learning rate
 * @param accumulationSteps gradients to a step, at least 1
 * @param momentum the course of the optimizer's momentum; null where it stays
 * @param plateau what lowers the learning rate by a metric; null for nothing
 */
public record UpdateSettings(
    Optimizer optimizer,
    List<ParameterGroup> groups,
    SparseUpdates sparseUpdates,
    Schedule schedule,
    GradientClipping clipping,
    int accumulationSteps,
    AveragingSettings averaging,
    @Nullable MomentumSchedule momentum,
    @Nullable ReduceOnPlateau plateau)
    implements Serializable {

  public UpdateSettings {
    groups = List.copyOf(groups);
    if (accumulationSteps < 1) {
      throw new IllegalArgumentException(
          "batch.accumulation-steps must be >= 1, got " + accumulationSteps);
    }
    if (sparseUpdates == SparseUpdates.DEFERRED && !(optimizer instanceof DeferrableRule)) {
      throw new IllegalArgumentException(
          "optimizer.sparse = deferred cannot be had with %s, whose step of a row depends on all rows; take dense or lazy"
              .formatted(optimizer.name()));
    }
    if (sparseUpdates == SparseUpdates.DEFERRED
        && averaging.kind() != AveragingSettings.Kind.NONE) {
      throw new IllegalArgumentException(
          "optimizer.sparse = deferred cannot be had with averaging.type = %s, which takes in all rows in each step; take dense or lazy"
              .formatted(averaging.kind().name().toLowerCase(Locale.ROOT)));
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
        AveragingSettings.NONE,
        null,
        null);
  }

  /** Whether a penalty takes part in the step of a part of the parameters: coupled decay or L1. */
  public boolean hasPenalty(String part) {
    ParameterGroup group = ParameterGroup.of(part, groups);
    Double own = group.weightDecay();
    double decay = own == null ? optimizer.weightDecay() : own;
    return group.l1() > 0 || group.l2() > 0 || (optimizer.decay() == Decay.L2 && decay > 0);
  }

  /**
   * Whether a step without a gradient moves parameters of a column group that have never had one:
   * found by taking a step of one.
   */
  private boolean movesIdleParameters(ColumnGroup columns) {
    ParameterGroup group = ParameterGroup.of(columns.name(), groups);
    if (group.frozen()) {
      return false;
    }
    ParameterPart part = new ParameterPart(columns.name(), 1, 1, 0, false);
    List<Slot> slots = optimizer.slots(part);
    StepSettings step = StepSettings.of(optimizer, group, 1, 1, 1, optimizer.scalars());
    Segment segment = new Segment(part, slots.size(), step);
    segment.parameters = new double[] {1};
    segment.gradient = new double[1];
    segment.length = 1;
    for (int i = 0; i < slots.size(); i++) {
      segment.slots[i] = new double[] {slots.get(i).initial()};
    }
    optimizer.update(segment);
    return step.l1() > 0 || segment.parameters[0] != 1;
  }

  /**
   * Refuses rows on first touch where steps move rows before: they would not be their initial
   * values.
   */
  void requireUntouchedRowsToStay(Parameters parameters) {
    if (parameters.places().areAll() || sparseUpdates != SparseUpdates.DEFERRED) {
      return;
    }
    for (ColumnGroup group : parameters.layout().columnGroups()) {
      if (!group.initialValues().areZeros() && movesIdleParameters(group)) {
        throw new IllegalArgumentException(
            "optimizer.sparse = deferred cannot be had where %s begin with %s: decay, a penalty or %s itself moves features before they are touched; take lazy, or no decay"
                .formatted(group.name(), group.initialValues(), optimizer.name()));
      }
    }
  }

  public UpdateSettings withSparseUpdates(SparseUpdates sparseUpdates) {
    return new UpdateSettings(
        optimizer,
        groups,
        sparseUpdates,
        schedule,
        clipping,
        accumulationSteps,
        averaging,
        momentum,
        plateau);
  }

  public UpdateSettings withGroups(List<ParameterGroup> groups) {
    Change change = new Change(this);
    change.groups = groups;
    return change.made();
  }

  public UpdateSettings withSchedule(Schedule schedule) {
    Change change = new Change(this);
    change.schedule = schedule;
    return change.made();
  }

  public UpdateSettings withClipping(GradientClipping clipping) {
    Change change = new Change(this);
    change.clipping = clipping;
    return change.made();
  }

  public UpdateSettings withAccumulationSteps(int accumulationSteps) {
    Change change = new Change(this);
    change.accumulationSteps = accumulationSteps;
    return change.made();
  }

  public UpdateSettings withAveraging(AveragingSettings averaging) {
    Change change = new Change(this);
    change.averaging = averaging;
    return change.made();
  }

  /**
   * With another course of the momentum.
   *
   * @throws IllegalArgumentException where the optimizer has no momentum to move
   */
  public UpdateSettings withMomentum(@Nullable MomentumSchedule momentum) {
    if (momentum != null) {
      optimizer.withMomentum(momentum.momentum(1));
    }
    Change change = new Change(this);
    change.momentum = momentum;
    return change.made();
  }

  public UpdateSettings withPlateau(@Nullable ReduceOnPlateau plateau) {
    Change change = new Change(this);
    change.plateau = plateau;
    return change.made();
  }

  /** Settings that are like others but for what is set here. */
  private static final class Change {
    private final Optimizer optimizer;
    private final SparseUpdates sparseUpdates;
    private List<ParameterGroup> groups;
    private Schedule schedule;
    private GradientClipping clipping;
    private int accumulationSteps;
    private AveragingSettings averaging;
    private @Nullable MomentumSchedule momentum;
    private @Nullable ReduceOnPlateau plateau;

    Change(UpdateSettings settings) {
      optimizer = settings.optimizer;
      sparseUpdates = settings.sparseUpdates;
      groups = settings.groups;
      schedule = settings.schedule;
      clipping = settings.clipping;
      accumulationSteps = settings.accumulationSteps;
      averaging = settings.averaging;
      momentum = settings.momentum;
      plateau = settings.plateau;
    }

    UpdateSettings made() {
      return new UpdateSettings(
          optimizer,
          groups,
          sparseUpdates,
          schedule,
          clipping,
          accumulationSteps,
          averaging,
          momentum,
          plateau);
    }
  }
}
