package io.adamant.engine;

import io.adamant.optimizer.UpdateSettings;

/**
 * How a model is trained.
 *
 * @param update how gradients change parameters
 * @param steps number of batches, at least 1; with accumulation an optimizer step takes several
 * @param validationEvery steps between validations, at least 1; with local steps it comes with the
 *     round that such a step falls in
 * @param treeBytes where a step's partial gradients pass this, they are folded in two stages
 * @param localSteps how many steps shards take by themselves
 */
public record TrainingSettings(
    UpdateSettings update,
    long steps,
    long validationEvery,
    long treeBytes,
    LocalSteps localSteps) {
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
    localSteps.requireSuit(update);
  }

  /** With synchronous steps. */
  public TrainingSettings(UpdateSettings update, long steps, long validationEvery, long treeBytes) {
    this(update, steps, validationEvery, treeBytes, LocalSteps.SYNCHRONOUS);
  }
}
