package io.adamant.engine;

import io.adamant.data.MinibatchPlan;
import io.adamant.linalg.SparseRows;
import io.adamant.linalg.WirePrecision;
import io.adamant.model.Model;
import io.adamant.optimizer.Gradient;
import io.adamant.optimizer.OptimizerState;
import io.adamant.optimizer.ParameterUpdate;
import io.adamant.optimizer.Parameters;
import io.adamant.optimizer.SparseUpdates;
import io.adamant.optimizer.StateColumns;
import io.adamant.optimizer.StepOutcome;
import io.adamant.optimizer.StepsApart;
import io.adamant.optimizer.UpdateSettings;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Rounds of several steps, which each shard takes on a copy of the parameters and the state that
 * its batches touch. The driver brings the copies together: slots are averaged, and what parameters
 * have come to is a gradient for an outer optimizer, as in Douillard et al., "DiLoCo" (2023), and
 * Reddi et al., "Adaptive federated optimization" (2021). The copies end with the round, so
 * executors still hold nothing that a later step depends on.
 *
 * <p>Differs from both in that the shards' optimizer goes on from averaged slots in place of
 * beginning each round anew, and in how rare rows are averaged, see {@link StepsApart}.
 */
final class LocalRounds implements Rounds {
  private final int shards;
  private final TrainingSettings settings;
  private final Parameters parameters;
  private final ParameterUpdate update;
  private final OptimizerState state;
  private final StateColumns columns;
  private final RoundFunctions functions;
  private final ParameterUpdate outer;
  private final OptimizerState outerState;

  /**
   * @param resumed the point amid a run that is gone on from; null where a run begins
   */
  LocalRounds(
      Model model,
      MinibatchPlan plan,
      int shards,
      TrainingSettings settings,
      Parameters parameters,
      ParameterUpdate update,
      OptimizerState state,
      @Nullable TrainingPoint resumed) {
    this.shards = shards;
    this.settings = settings;
    this.parameters = parameters;
    this.update = update;
    this.state = state;
    columns = new StateColumns(settings.update().optimizer(), parameters.layout());
    functions =
        new RoundFunctions(
            model,
            plan,
            settings.update(),
            settings.localSteps().count(),
            settings.steps(),
            resumed == null ? 0 : resumed.step(),
            state.step(),
            state.scalars());
    outer = outer(settings.localSteps());
    OptimizerState begun = resumed == null ? null : resumed.outer();
    outerState = begun == null ? outer.initialState(parameters) : begun;
  }

  /** How a round's difference is stepped with. */
  static ParameterUpdate outer(LocalSteps localSteps) {
    // Groups have had their say in the shards' steps.
    return new ParameterUpdate(
        UpdateSettings.of(localSteps.outer(), SparseUpdates.LAZY).withGroups(List.of()));
  }

  @Override
  public OptimizerState outerState() {
    return outerState;
  }

  @Override
  public int length(long step) {
    return functions.length(step);
  }

  @Override
  public WorkingSet gather(int[] features) {
    WirePrecision precision = settings.precision();
    double[] rows = columns.rows(parameters, state, features);
    double[][] tensors = columns.tensors(parameters, state);
    precision.round(rows);
    for (double[] tensor : tensors) {
      precision.round(tensor);
    }
    return new WorkingSet(precision, columns.columns(), features, rows, tensors);
  }

  @Override
  public ShardFunction.ByStep functions() {
    return functions;
  }

  @Override
  public StepOutcome update(long step, int length, WorkingSet workingSet, PartialGradient total) {
    int[] ids = workingSet.idsAt(total.table().ids());
    SparseRows back = new SparseRows(total.table().columns(), ids, total.table().values());
    StepsApart apart = new StepsApart(columns, shards, length);
    Gradient difference = apart.difference(back, total.tensors());
    StepOutcome outcome = outer.step(parameters, difference, 1, total.meanLoss(), outerState);
    if (outcome.action() == StepOutcome.Action.FAILED) {
      throw divergence(step, length, total, outcome.gradientNorm());
    }
    apart.writeSlots(parameters, state, back, total.tensors());
    update.count(length, state);
    return new StepOutcome(
        outcome.action(),
        outcome.gradientNorm(),
        StepsApart.clippedSteps(total.tensors()) > 0,
        update.learningRate(state));
  }

  private static DivergenceException divergence(
      long step, int length, PartialGradient total, double norm) {
    String what =
        Double.isFinite(total.meanLoss())
            ? "norm of the shards' difference is " + norm
            : "loss or gradient of a shard's batch is not finite";
    String where =
        total.nonFiniteLane() == PartialGradient.NONE
            ? ""
            : ", first in lane " + total.nonFiniteLane();
    return new DivergenceException(
        "steps %d to %d: the %s%s; lower optimizer.learning-rate or set clip.norm"
            .formatted(step + 1, step + length, what, where),
        step);
  }
}
