package io.adamant.schedule;

import java.io.Serializable;

/**
 * The learning rate's course: a factor on the base rate for each step. A pure function of the step.
 */
@FunctionalInterface
public interface Schedule extends Serializable {
  /**
   * The factor of step {@code step}.
   *
   * @param step from 1
   */
  double factor(long step);
}
