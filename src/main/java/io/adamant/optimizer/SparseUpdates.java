package io.adamant.optimizer;

/** What a step does to table rows that have no gradient. */
public enum SparseUpdates {
  /** They are stepped with gradient zero, as PyTorch does with a dense gradient. */
  DENSE,
  /** They are left alone, decay included, as PyTorch's SparseAdam and TensorFlow's LazyAdam do. */
  LAZY,
  /**
   * They are left alone until they are needed, and then take the steps that they have missed: the
   * result of DENSE, to rounding.
   */
  DEFERRED
}
