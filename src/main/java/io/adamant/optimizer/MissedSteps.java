package io.adamant.optimizer;

import io.adamant.linalg.IntegerPower;
import org.jspecify.annotations.Nullable;

/** Steps without a gradient that rows of a part of the parameters have still to take. */
public final class MissedSteps {
  private final PartHistory history;
  private final int from;
  private final int to;

  /**
   * @param from the first, as an index of the history
   * @param to one past the last
   */
  MissedSteps(PartHistory history, int from, int to) {
    this.history = history;
    this.from = from;
    this.to = to;
  }

  /** Their number, at least 1. */
  public int count() {
    return to - from;
  }

  /** All moves of them, for any parameter; null where single steps must be taken. */
  public @Nullable IdleSum idleSum() {
    return history.idleSum(from);
  }

  /** What decay apart from the gradient leaves of θ over all of them. */
  public double keptByDecay() {
    return history.keptByDecay().over(from, to);
  }

  /** No learning rate of them is above this. */
  public double largestLearningRate() {
    return history.largestLearningRate();
  }

  /**
   * No momentum of them is above this.
   *
   * @param own the momentum of the rule, where no schedule moves it
   */
  public double largestMomentum(double own) {
    return history.isMomentumMoved() ? history.largestMomentum() : own;
  }

  /**
   * The product of their momenta.
   *
   * @param own the momentum of the rule, where no schedule moves it; in [0, 1]
   */
  public double momentumProduct(double own) {
    return history.isMomentumMoved()
        ? history.momentum().over(from, to)
        : IntegerPower.of(own, count());
  }

  /** Makes the settings of a segment those of the last step. */
  public void skipToLast(Segment segment) {
    segment.settings = history.settings(to - 1);
  }
}
