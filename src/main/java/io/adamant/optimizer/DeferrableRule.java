package io.adamant.optimizer;

import org.jspecify.annotations.Nullable;

/**
 * A rule whose steps without a gradient look at each parameter alone, so that they can be taken
 * later: when the parameter is next needed. What it does with gradient zero is replayed step by
 * step, to the same bits as at the time, or taken at once.
 */
public interface DeferrableRule extends Optimizer {
  /**
   * Takes all of some steps without a gradient at once, where the result is that of single steps to
   * rounding; asked only where neither the gradient nor the step takes in a penalty.
   *
   * @param segment its settings are those of the first of the steps
   * @return whether it has; where not, nothing is changed
   */
  boolean takeAtOnce(Segment segment, MissedSteps missed);

  /**
   * How a step without a gradient and without a penalty moves a parameter, where it is of that
   * form; null where it is not.
   *
   * @param step from 1
   * @param learningRate of the step
   */
  default @Nullable IdleMove idleMove(long step, double learningRate) {
    return null;
  }

  /** Its steps look at each parameter alone, and so may an average. */
  @Override
  default boolean canBeAveraged() {
    return true;
  }

  /** Whether a time comes, however long the gap, from which on steps are taken at once. */
  default boolean settles() {
    return true;
  }
}
