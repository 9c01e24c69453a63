package io.adamant.optimizer;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What the steps since all rows were caught up were like, as far as it cannot be computed afresh:
 * the momentum is a function of the step, the factor on the learning rate may have followed a
 * metric.
 */
final class PastSteps implements Serializable {
  private record PastStep(double factor, Map<String, Double> scalars) implements Serializable {}

  private final long before;
  private final List<PastStep> steps = new ArrayList<>();

  /**
   * @param before the last step that all rows have taken
   */
  PastSteps(long before) {
    this.before = before;
  }

  void add(double factor, Map<String, Double> scalars) {
    steps.add(new PastStep(factor, Map.copyOf(scalars)));
  }

  /** The last step that all rows have taken. */
  long before() {
    return before;
  }

  int count() {
    return steps.size();
  }

  /** The factor on the learning rate in the {@code index}th of the steps, from 0. */
  double factor(int index) {
    return steps.get(index).factor();
  }

  /** What the rule remembered once for all parameters in that step. */
  Map<String, Double> scalars(int index) {
    return steps.get(index).scalars();
  }
}
