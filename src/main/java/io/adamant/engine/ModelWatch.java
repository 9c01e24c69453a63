package io.adamant.engine;

import io.adamant.metrics.Metrics;
import io.adamant.optimizer.OptimizerState;
import io.adamant.optimizer.ParameterUpdate;
import io.adamant.optimizer.Parameters;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Shows schedule and early stopping how the model does: by each validation, or, where there is none
 * with a loss, the schedule by the loss of each epoch.
 */
final class ModelWatch {
  private final ParameterUpdate update;
  private final boolean validatesLoss;
  private final int stepsPerEpoch;
  private final @Nullable EarlyStopping stopping;
  private final EpochLoss epochLoss;
  private final @Nullable BestModel best;

  /**
   * @param validatesLoss whether validations have a loss
   * @param stopping null where training takes all its steps
   * @param resumed the point amid a run that is gone on from; null where a run begins
   */
  ModelWatch(
      ParameterUpdate update,
      boolean validatesLoss,
      int stepsPerEpoch,
      @Nullable EarlyStopping stopping,
      @Nullable TrainingPoint resumed) {
    this.update = update;
    this.validatesLoss = validatesLoss;
    this.stepsPerEpoch = stepsPerEpoch;
    this.stopping = stopping;
    epochLoss = resumed == null ? new EpochLoss() : resumed.epochLoss();
    BestModel known = resumed == null ? null : resumed.best();
    best = stopping == null || known != null ? known : BestModel.none(stopping);
  }

  /**
   * A round is done.
   *
   * @param stepsDone with the round's
   * @param loss of the round
   * @param measured null where it was not validated
   * @param model what was measured
   */
  void observe(
      long stepsDone,
      double loss,
      @Nullable Metrics measured,
      OptimizerState state,
      Supplier<Parameters> model) {
    if (best != null && stopping != null && measured != null) {
      best.observe(stopping, stopping.valueOf(measured), state.step(), model.get());
    }
    if (validatesLoss) {
      if (measured != null) {
        update.observe(measured.loss(), state);
      }
      return;
    }
    epochLoss.add(loss);
    if (stepsDone % stepsPerEpoch == 0) {
      update.observe(epochLoss.take(), state);
    }
  }

  /** Whether training ends before its last step. */
  boolean isOver() {
    return stopping != null && best != null && best.isOver(stopping);
  }

  EpochLoss epochLoss() {
    return epochLoss;
  }

  /** Null where training takes all its steps. */
  @Nullable BestModel best() {
    return best;
  }

  /** The model of the best validation; null without one. */
  @Nullable Parameters bestParameters() {
    return best == null ? null : best.parameters();
  }
}
