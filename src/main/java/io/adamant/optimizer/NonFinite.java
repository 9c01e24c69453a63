package io.adamant.optimizer;

/** What becomes of a step whose gradient or loss is not finite. */
public enum NonFinite {
  /** The training ends, with the parameters of the step before. */
  FAIL,
  /** Nothing changes, and the step does not count: as PyTorch's GradScaler does. */
  SKIP,
  /**
   * The step is taken with gradient zero: moments and decay move on. PyTorch and optax do so
   * silently where clipping by norm meets an infinite norm; here it is reported.
   */
  ZERO,
  /**
   * As {@link #FAIL}; the training then goes back to its last checkpoint, and on from there with a
   * lower learning rate.
   */
  ROLLBACK
}
