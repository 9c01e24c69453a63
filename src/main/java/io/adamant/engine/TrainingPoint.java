package io.adamant.engine;

import io.adamant.optimizer.OptimizerState;
import io.adamant.optimizer.Parameters;
import org.jspecify.annotations.Nullable;

/**
 * All that a training goes on from between two rounds, beside its rows and settings.
 *
 * @param step batches taken, of this run
 * @param stepsBefore optimizer steps that were taken before the run
 * @param parameters that the next step starts from
 * @param state of the optimizer; rows whose updates are deferred wait as they do in the training,
 *     since catching them up here would change last bits of the run
 * @param outer state of the optimizer that brings local steps together; null without them
 * @param epochLoss of the epoch at hand
 * @param best the best validation; null where training doesn't end early
 */
public record TrainingPoint(
    long step,
    long stepsBefore,
    Parameters parameters,
    OptimizerState state,
    @Nullable OptimizerState outer,
    EpochLoss epochLoss,
    @Nullable BestModel best) {

  /** The same, which stays as it is while the training goes on. */
  public TrainingPoint copy() {
    Parameters copy = parameters.copyWithPlaces();
    return new TrainingPoint(
        step,
        stepsBefore,
        copy,
        state.copyFor(copy),
        outer == null ? null : outer.copyFor(copy),
        epochLoss.copy(),
        best == null ? null : best.copy());
  }

  /** Bytes that a copy takes, roughly. */
  public long bytes() {
    return parameters.bytes() + state.bytes() + (outer == null ? 0 : outer.bytes());
  }
}
