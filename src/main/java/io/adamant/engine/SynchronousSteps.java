package io.adamant.engine;

import io.adamant.data.MinibatchPlan;
import io.adamant.linalg.SparseRows;
import io.adamant.model.Model;
import io.adamant.optimizer.Gradient;
import io.adamant.optimizer.OptimizerState;
import io.adamant.optimizer.ParameterUpdate;
import io.adamant.optimizer.Parameters;
import io.adamant.optimizer.StepOutcome;

/** Rounds of one step, taken with the gradient of the whole batch. */
final class SynchronousSteps implements Rounds {
  private final Model model;
  private final MinibatchPlan plan;
  private final TrainingSettings settings;
  private final Parameters parameters;
  private final ParameterUpdate update;
  private final OptimizerState state;

  SynchronousSteps(
      Model model,
      MinibatchPlan plan,
      TrainingSettings settings,
      Parameters parameters,
      ParameterUpdate update,
      OptimizerState state) {
    this.model = model;
    this.plan = plan;
    this.settings = settings;
    this.parameters = parameters;
    this.update = update;
    this.state = state;
  }

  @Override
  public int length(long step) {
    return 1;
  }

  @Override
  public WorkingSet gather(int[] features) {
    update.catchUp(parameters, features, state);
    return WorkingSet.gather(parameters, features, settings.precision());
  }

  @Override
  public ShardFunction.ByStep functions() {
    return functions(model, plan);
  }

  /** Static, so that no task takes the parameters along. */
  private static ShardFunction.ByStep functions(Model model, MinibatchPlan plan) {
    return (step, nextStep) -> new StepFunction(model, plan, step, nextStep);
  }

  @Override
  public StepOutcome update(long step, int length, WorkingSet workingSet, PartialGradient total) {
    String overflow = WireOverflow.inGradient(total, plan, step);
    // A batch of rows with weight zero says nothing: its sums are zero, and so is its mean.
    double weightSum = total.weightSum() == 0 ? 1 : total.weightSum();
    int[] ids = workingSet.idsAt(total.table().ids());
    SparseRows sums = new SparseRows(model.columns(), ids, total.table().values());
    Gradient gradient = Gradient.mean(sums, total.tensors(), weightSum);
    double loss = total.meanLoss();
    StepOutcome outcome = update.step(parameters, gradient, total.weightSum(), loss, state);
    if (outcome.action() == StepOutcome.Action.FAILED) {
      throw overflow != null
          ? new DivergenceException(overflow, step)
          : divergence(step, total, gradient, loss, outcome.gradientNorm());
    }
    return step + 1 == settings.steps() ? update.finish(parameters, outcome, state) : outcome;
  }

  private DivergenceException divergence(
      long step, PartialGradient total, Gradient gradient, double loss, double norm) {
    String what = Double.isFinite(loss) ? "gradient norm is " + norm : "loss is " + loss;
    String where = "";
    if (total.nonFiniteLane() != PartialGradient.NONE) {
      where =
          ", first in cell %d of lane %d"
              .formatted(plan.cell(total.nonFiniteLane(), step), total.nonFiniteLane());
    }
    return new DivergenceException(
        "step %d: the %s%s; the largest gradient is %s; lower optimizer.learning-rate or set clip.norm"
            .formatted(step + 1, what, where, gradient.largestMagnitude()),
        step);
  }
}
