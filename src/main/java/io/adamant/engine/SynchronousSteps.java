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
  private final long steps;
  private final Parameters parameters;
  private final ParameterUpdate update;
  private final OptimizerState state;

  /**
   * @param steps all steps of the training
   */
  SynchronousSteps(
      Model model,
      MinibatchPlan plan,
      long steps,
      Parameters parameters,
      ParameterUpdate update,
      OptimizerState state) {
    this.model = model;
    this.plan = plan;
    this.steps = steps;
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
    return WorkingSet.gather(parameters, features);
  }

  @Override
  public ShardFunction function(long step, int length, int announced) {
    return new StepFunction(
        model,
        plan,
        length == 0 ? StepFunction.NO_STEP : step,
        announced == 0 ? StepFunction.NO_STEP : step + length);
  }

  @Override
  public StepOutcome update(long step, int length, WorkingSet workingSet, PartialGradient total) {
    // A batch of rows with weight zero says nothing: its sums are zero, and so is its mean.
    double weightSum = total.weightSum() == 0 ? 1 : total.weightSum();
    int[] ids = workingSet.idsAt(total.table().ids());
    SparseRows sums = new SparseRows(model.columns(), ids, total.table().values());
    Gradient gradient = Gradient.mean(sums, total.tensors(), weightSum);
    double loss = total.meanLoss();
    StepOutcome outcome = update.step(parameters, gradient, total.weightSum(), loss, state);
    if (outcome.action() == StepOutcome.Action.FAILED) {
      throw divergence(step, total, gradient, loss, outcome.gradientNorm());
    }
    return step + 1 == steps ? update.finish(parameters, outcome, state) : outcome;
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
