package io.adamant.engine;

import io.adamant.optimizer.OptimizerState;
import io.adamant.optimizer.StepOutcome;
import org.jspecify.annotations.Nullable;

/**
 * How training goes forward: by rounds of one or several steps. A round sends a working set out,
 * has a function computed on each shard, and takes in the sum of what comes back.
 */
interface Rounds {
  /** Number of steps of the round that begins with {@code step}, from 0. */
  int length(long step);

  /** What the shards need, where a round touches some features. */
  WorkingSet gather(int[] features);

  /** What each shard computes of the round that begins with a step. */
  ShardFunction.ByStep functions();

  /**
   * Moves parameters and state.
   *
   * @param total what the shards' functions have come to
   * @throws DivergenceException where loss or gradient are not finite
   */
  StepOutcome update(long step, int length, WorkingSet workingSet, PartialGradient total);

  /** What an outer optimizer remembers; null without one. */
  default @Nullable OptimizerState outerState() {
    return null;
  }
}
