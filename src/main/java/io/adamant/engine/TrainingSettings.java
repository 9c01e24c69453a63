package io.adamant.engine;

import io.adamant.optimizer.GradientClipping;
import io.adamant.optimizer.Optimizer;
import io.adamant.optimizer.ParameterGroup;
import io.adamant.optimizer.SparseUpdates;
import io.adamant.schedule.Schedule;
import java.util.List;

/**
 * How a model is trained.
 *
 * @param optimizer the update rule
 * @param groups settings by tensor
 * @param sparseUpdates what happens to table rows without a gradient
 * @param schedule factor on the learning rate
 * @param clipping limits of the gradient
 * @param steps number of steps, at least 1
 * @param validationEvery steps between validations, at least 1
 * @param treeBytes where a step's partial gradients pass this, they are folded in two stages
 */
public record TrainingSettings(
    Optimizer optimizer,
    List<ParameterGroup> groups,
    SparseUpdates sparseUpdates,
    Schedule schedule,
    GradientClipping clipping,
    long steps,
    long validationEvery,
    long treeBytes) {
  /** A driver folds this much in well under a second. */
  public static final long DEFAULT_TREE_BYTES = 64L << 20;

  public TrainingSettings {
    if (steps < 1) {
      throw new IllegalArgumentException("steps must be >= 1, got " + steps);
    }
    if (validationEvery < 1) {
      throw new IllegalArgumentException("validation.every must be >= 1, got " + validationEvery);
    }
    if (treeBytes < 0) {
      throw new IllegalArgumentException("aggregation.tree-bytes must be >= 0, got " + treeBytes);
    }
    groups = List.copyOf(groups);
  }
}
