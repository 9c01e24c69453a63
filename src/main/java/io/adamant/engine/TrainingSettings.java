package io.adamant.engine;

import io.adamant.linalg.WirePrecision;
import io.adamant.optimizer.UpdateSettings;

/**
 * How a model is trained.
 *
 * @param update how gradients change parameters
 * @param steps number of batches, at least 1; with accumulation an optimizer step takes several
 * @param validationEvery steps between validations, at least 1; with local steps it comes with the
 *     round that such a step falls in
 * @param residentTasks whether tasks stay on their cores from one validation to the next, where
 *     there are cores for all of them; else each step is a job of its own
 * @param treeBytes where a step's partial gradients pass this, they are folded in two stages
 * @param precision in which parameters and gradients travel; part of the result
 * @param localSteps how many steps shards take by themselves
 */
public record TrainingSettings(
    UpdateSettings update,
    long steps,
    long validationEvery,
    boolean residentTasks,
    long treeBytes,
    WirePrecision precision,
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

  /** Settings whose other values are the defaults. */
  public static TrainingSettings of(UpdateSettings update, long steps, long validationEvery) {
    return new TrainingSettings(
        update,
        steps,
        validationEvery,
        true,
        DEFAULT_TREE_BYTES,
        WirePrecision.DEFAULT,
        LocalSteps.SYNCHRONOUS);
  }

  public TrainingSettings withResidentTasks(boolean stay) {
    return new TrainingSettings(
        update, steps, validationEvery, stay, treeBytes, precision, localSteps);
  }

  public TrainingSettings withTreeBytes(long bytes) {
    return new TrainingSettings(
        update, steps, validationEvery, residentTasks, bytes, precision, localSteps);
  }

  public TrainingSettings withPrecision(WirePrecision ofWire) {
    return new TrainingSettings(
        update, steps, validationEvery, residentTasks, treeBytes, ofWire, localSteps);
  }

  public TrainingSettings withLocalSteps(LocalSteps steps) {
    return new TrainingSettings(
        update, this.steps, validationEvery, residentTasks, treeBytes, precision, steps);
  }
}
