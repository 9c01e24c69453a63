package io.adamant.engine;

import io.adamant.linalg.WirePrecision;
import io.adamant.optimizer.UpdateSettings;
import org.jspecify.annotations.Nullable;

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
 * @param earlyStopping when training ends before the last step; null for never
 */
public record TrainingSettings(
    UpdateSettings update,
    long steps,
    long validationEvery,
    boolean residentTasks,
    long treeBytes,
    WirePrecision precision,
    LocalSteps localSteps,
    @Nullable EarlyStopping earlyStopping) {
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

  /** Settings of a training that takes all steps. */
  public TrainingSettings(
      UpdateSettings update,
      long steps,
      long validationEvery,
      boolean residentTasks,
      long treeBytes,
      WirePrecision precision,
      LocalSteps localSteps) {
    this(update, steps, validationEvery, residentTasks, treeBytes, precision, localSteps, null);
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
        update, steps, validationEvery, stay, treeBytes, precision, localSteps, earlyStopping);
  }

  public TrainingSettings withTreeBytes(long bytes) {
    return new TrainingSettings(
        update, steps, validationEvery, residentTasks, bytes, precision, localSteps, earlyStopping);
  }

  public TrainingSettings withPrecision(WirePrecision ofWire) {
    return new TrainingSettings(
        update,
        steps,
        validationEvery,
        residentTasks,
        treeBytes,
        ofWire,
        localSteps,
        earlyStopping);
  }

  public TrainingSettings withLocalSteps(LocalSteps local) {
    return new TrainingSettings(
        update, steps, validationEvery, residentTasks, treeBytes, precision, local, earlyStopping);
  }

  public TrainingSettings withEarlyStopping(@Nullable EarlyStopping stopping) {
    return new TrainingSettings(
        update, steps, validationEvery, residentTasks, treeBytes, precision, localSteps, stopping);
  }

  public TrainingSettings withUpdate(UpdateSettings changed) {
    return new TrainingSettings(
        changed,
        steps,
        validationEvery,
        residentTasks,
        treeBytes,
        precision,
        localSteps,
        earlyStopping);
  }
}
