package io.adamant.engine;

import io.adamant.linalg.WirePrecision;
import java.io.Serializable;

/** What the driver tells a resident task to do next. */
public final class StepOrder implements Serializable {
  /** Do no more. */
  static final StepOrder LEAVE = announce(StepFunction.NO_STEP);

  private final long step;
  private final long nextStep;
  private final WorkingSet slice;

  private StepOrder(long step, long nextStep, WorkingSet slice) {
    this.step = step;
    this.nextStep = nextStep;
    this.slice = slice;
  }

  /** Say which features a step touches. */
  static StepOrder announce(long step) {
    WorkingSet nothing =
        new WorkingSet(WirePrecision.DEFAULT, 1, null, new double[0], new double[0][]);
    return new StepOrder(StepFunction.NO_STEP, step, nothing);
  }

  /**
   * Compute a step.
   *
   * @param nextStep the step whose features to announce, or {@link StepFunction#NO_STEP}
   * @param slice the rows of the features that the shard announced, in their order and without ids,
   *     which the task knows
   */
  static StepOrder compute(long step, long nextStep, WorkingSet slice) {
    return new StepOrder(step, nextStep, slice);
  }

  long step() {
    return step;
  }

  long nextStep() {
    return nextStep;
  }

  boolean isToLeave() {
    return step == StepFunction.NO_STEP && nextStep == StepFunction.NO_STEP;
  }

  /**
   * The parameters to compute with.
   *
   * @param features what the task announced of the step
   */
  WorkingSet workingSet(int[] features) {
    return new WorkingSet(
        slice.precision(), slice.columns(), features, slice.values(), slice.tensors());
  }

  long wireBytes() {
    return slice.wireBytes();
  }
}
