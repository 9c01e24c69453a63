package io.adamant.engine;

import java.io.Serializable;

/** What a task computes from its shard and the parameters that it was sent. */
@FunctionalInterface
interface ShardFunction extends Serializable {
  PartialGradient apply(Shard shard, WorkingSet workingSet);

  /** Makes the function of each step, on the driver or in a task. */
  @FunctionalInterface
  interface ByStep extends Serializable {
    /**
     * The function of a step.
     *
     * @param step the step to compute, from 0, or {@link StepFunction#NO_STEP}
     * @param nextStep the step whose features are announced, or {@link StepFunction#NO_STEP}
     */
    ShardFunction at(long step, long nextStep);
  }
}
