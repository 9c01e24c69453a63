package io.adamant.optimizer;

import io.adamant.linalg.PagedTable;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

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

  /**
   * The steps that a saved state remembers.
   *
   * @param names of the scalars, ascending
   */
  static PastSteps of(long before, PagedTable steps, List<String> names) {
    PastSteps past = new PastSteps(before);
    for (long step = 0; step < steps.rows(); step++) {
      Map<String, Double> scalars = new TreeMap<>();
      for (int i = 0; i < names.size(); i++) {
        scalars.put(names.get(i), steps.get(step, 1 + i));
      }
      past.add(steps.get(step, 0), scalars);
    }
    return past;
  }

  /**
   * The steps as a saved state holds them: a row each, of the factor and the scalars.
   *
   * @param names of the scalars, ascending
   */
  PagedTable table(List<String> names) {
    PagedTable table = emptyTable(steps.size(), names);
    for (int step = 0; step < steps.size(); step++) {
      table.set(step, 0, factor(step));
      for (int i = 0; i < names.size(); i++) {
        table.set(step, 1 + i, Objects.requireNonNull(scalars(step).get(names.get(i))));
      }
    }
    return table;
  }

  /** A table for steps that are yet to be read. */
  static PagedTable emptyTable(long steps, List<String> names) {
    return new PagedTable(steps, 1 + names.size());
  }

  PastSteps copy() {
    PastSteps copy = new PastSteps(before);
    copy.steps.addAll(steps);
    return copy;
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
