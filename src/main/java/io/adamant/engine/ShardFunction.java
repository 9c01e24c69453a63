package io.adamant.engine;

import java.io.Serializable;

/**
 * What a task computes from its shard and the parameters that it was sent: a pure function of the
 * two, so that it may be computed again, anywhere.
 */
@FunctionalInterface
interface ShardFunction extends Serializable {
  PartialGradient apply(Shard shard, WorkingSet workingSet);

  /** Makes the function of each step or round, on the driver or in a task. */
  @FunctionalInterface
  interface ByStep extends Serializable {
    /**
     * The function of a step, or of the round that begins with it.
     *
     * @param step the step to compute, from 0, or {@link StepFunction#NO_STEP}
     * @param nextStep the step, or first of a round, whose features are announced, or {@link
     *     StepFunction#NO_STEP}
     */
    ShardFunction at(long step, long nextStep);
  }
}
