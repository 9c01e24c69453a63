package io.adamant.engine;

import io.adamant.linalg.WirePrecision;
import io.adamant.optimizer.UpdateSettings;

/**
 * How a model is trained.
 *
 * @param update how gradients change parameters
 * @param steps number of batches, at least 1; with accumulation an optimizer step takes several
 * @param validationEvery steps between validations, at least 1
 * @param treeBytes where a step's partial gradients pass this, they are folded in two stages
 * @param precision in which parameters and gradients travel; part of the result
 */
public record TrainingSettings(
    UpdateSettings update,
    long steps,
    long validationEvery,
    long treeBytes,
    WirePrecision precision) {
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
  }

  /** At the precision that changes nothing. */
  public TrainingSettings(UpdateSettings update, long steps, long validationEvery, long treeBytes) {
    this(update, steps, validationEvery, treeBytes, WirePrecision.DEFAULT);
  }
}
