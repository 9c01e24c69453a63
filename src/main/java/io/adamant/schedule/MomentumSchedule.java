package io.adamant.schedule;

import java.io.Serializable;

/**
 * The course of the momentum (of SGD) or of β₁ (of Adam), which some schedules move against the
 * learning rate. A pure function of the step, whose value is the momentum itself.
 */
@FunctionalInterface
public interface MomentumSchedule extends Serializable {
  /**
   * The momentum of step {@code step}.
   *
   * @param step from 1
   */
  double momentum(long step);
}
