package io.adamant.engine;

import io.adamant.data.MinibatchPlan;
import io.adamant.model.Model;
import io.adamant.optimizer.UpdateSettings;
import java.util.Map;
import java.util.TreeMap;

/**
 * The functions of all rounds of a training: pure functions of the step that a round begins with.
 */
final class RoundFunctions implements ShardFunction.ByStep {
  private final Model model;
  private final MinibatchPlan plan;
  private final UpdateSettings settings;
  private final int localSteps;
  private final long steps;
  private final long begun;
  private final long stepsBefore;
  private final TreeMap<String, Double> scalarsBefore;

  /**
   * @param localSteps steps of a round at most
   * @param steps all steps of the training
   * @param begun the step, from 0, that this begins with: not the first where a run is resumed
   * @param stepsBefore steps that the optimizer had taken before it
   * @param scalarsBefore what it then remembered once for all parameters
   */
  RoundFunctions(
      Model model,
      MinibatchPlan plan,
      UpdateSettings settings,
      int localSteps,
      long steps,
      long begun,
      long stepsBefore,
      Map<String, Double> scalarsBefore) {
    this.model = model;
    this.plan = plan;
    this.settings = settings;
    this.localSteps = localSteps;
    this.steps = steps;
    this.begun = begun;
    this.stepsBefore = stepsBefore;
    this.scalarsBefore = new TreeMap<>(scalarsBefore);
  }

  /**
   * Number of steps of the round that begins with a step. A round ends with its epoch at the
   * latest, so that each epoch is trained alike.
   */
  int length(long step) {
    int leftOfEpoch = plan.stepsPerEpoch() - (int) (step % plan.stepsPerEpoch());
    return (int) Math.min(localSteps, Math.min(leftOfEpoch, steps - step));
  }

  @Override
  public ShardFunction at(long step, long nextStep) {
    int announced = nextStep == StepFunction.NO_STEP ? 0 : length(nextStep);
    RoundFunction.Span span =
        step == StepFunction.NO_STEP
            ? new RoundFunction.Span(Math.max(0, nextStep), 0, announced)
            : new RoundFunction.Span(step, length(step), announced);
    return new RoundFunction(model, plan, settings, span, begun, stepsBefore, scalarsBefore);
  }
}
