package io.adamant.optimizer;

import java.util.Map;

/**
 * What a step comes to for one part of the parameters.
 *
 * @param step from 1
 * @param learningRate after schedule and group factor
 * @param weightDecay λ of the part's group
 * @param coupledDecay multiplies θ in the gradient
 * @param keptByDecay what decay apart from the gradient leaves of θ
 * @param l1 limit of the soft threshold after the update: learning rate x the group's L1
 * @param updatedRows rows of the part that this step updates
 * @param scalars what the rule remembers once for all parameters
 */
record StepSettings(
    long step,
    double learningRate,
    double weightDecay,
    double coupledDecay,
    double keptByDecay,
    double l1,
    long updatedRows,
    Map<String, Double> scalars) {

  static StepSettings of(
      Optimizer optimizer,
      ParameterGroup group,
      long step,
      double scheduleFactor,
      long updatedRows,
      Map<String, Double> scalars) {
    double factor = scheduleFactor * group.learningRateFactor();
    double rate = optimizer.learningRate() * scheduleFactor * group.learningRateFactor();
    Double own = group.weightDecay();
    double decay = own == null ? optimizer.weightDecay() : own;
    double coupled = optimizer.decay() == Decay.L2 ? decay : 0.0;
    double kept =
        switch (optimizer.decay()) {
          case L2, IN_UPDATE -> 1.0;
          case LR_SCALED -> 1 - rate * decay;
          case SCHEDULE_ONLY -> 1 - factor * decay;
          case SPARK_FM -> 1 - decay;
        };
    return new StepSettings(
        step, rate, decay, coupled + group.l2(), kept, rate * group.l1(), updatedRows, scalars);
  }
}
