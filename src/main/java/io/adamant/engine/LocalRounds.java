package io.adamant.engine;

import io.adamant.data.MinibatchPlan;
import io.adamant.linalg.SparseRows;
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
  private final Model model;
  private final MinibatchPlan plan;
  private final int shards;
  private final TrainingSettings settings;
  private final Parameters parameters;
  private final ParameterUpdate update;
  private final OptimizerState state;
  private final StateColumns columns;
  private final ParameterUpdate outer;
  private final OptimizerState outerState;

  LocalRounds(
      Model model,
      MinibatchPlan plan,
      int shards,
      TrainingSettings settings,
      Parameters parameters,
      ParameterUpdate update,
      OptimizerState state) {
    this.model = model;
    this.plan = plan;
    this.shards = shards;
    this.settings = settings;
    this.parameters = parameters;
    this.update = update;
    this.state = state;
    columns = new StateColumns(settings.update().optimizer(), parameters.layout());
    // Groups have had their say in the shards' steps.
    outer =
        new ParameterUpdate(
            UpdateSettings.of(settings.localSteps().outer(), SparseUpdates.LAZY)
                .withGroups(List.of()));
    outerState = outer.initialState(parameters.layout());
  }

  /** A round ends with its epoch at the latest, so that each epoch is trained alike. */
  @Override
  public int length(long step) {
    int leftOfEpoch = plan.stepsPerEpoch() - (int) (step % plan.stepsPerEpoch());
    long left = Math.min(leftOfEpoch, settings.steps() - step);
    return (int) Math.min(settings.localSteps().count(), left);
  }

  @Override
  public WorkingSet gather(int[] features) {
    return new WorkingSet(
        columns.columns(),
        features,
        columns.rows(parameters, state, features),
        columns.tensors(parameters, state));
  }

  @Override
  public ShardFunction function(long step, int length, int announced) {
    return new RoundFunction(
        model,
        plan,
        settings.update(),
        new RoundFunction.Span(step, length, announced),
        state.step(),
        state.scalars());
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
