package io.adamant.engine;

import io.adamant.optimizer.StepOutcome;

/**
 * How training goes forward: by rounds of one or several steps. A round sends a working set out,
 * has a function computed on each shard, and takes in the sum of what comes back.
 */
interface Rounds {
  /** Number of steps of the round that begins with {@code step}, from 0. */
  int length(long step);

  /** What the shards need, where a round touches some features. */
  WorkingSet gather(int[] features);

  /**
   * What each shard computes.
   *
   * @param step the first step of the round
   * @param length number of its steps; 0 to have features announced alone
   * @param announced number of steps behind it whose features are announced
   */
  ShardFunction function(long step, int length, int announced);

  /**
   * Moves parameters and state.
   *
   * @param total what the shards' functions have come to
   * @throws DivergenceException where loss or gradient are not finite
   */
  StepOutcome update(long step, int length, WorkingSet workingSet, PartialGradient total);
}
