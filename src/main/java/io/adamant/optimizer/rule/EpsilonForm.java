package io.adamant.optimizer.rule;

/**
 * Where ε stands in the denominator of a rule that divides by the root of a second moment v, whose
 * bias correction is c = 1 − β₂ᵗ, or 1 in rules without one. The same ε means different steps.
 */
public enum EpsilonForm {
  /** {@code √(v/c) + ε}: the paper's algorithm 1, PyTorch, optax. */
  OUTSIDE,
  /** {@code √(v/c + ε)}: optax's {@code eps_root}, Keras's RMSprop and Adagrad. */
  INSIDE,
  /**
   * {@code √(v/c) + ε/√c}, which is {@code (√v + ε)/√c}: the paper's "ε hat" at the end of section
   * 2, Keras, TensorFlow, PyTorch's SparseAdam and RAdam.
   */
  HAT;

  /** What is added to v; the denominator is {@code √(v + underRoot)/√c + besideRoot}. */
  double underRoot(double epsilon, double correction) {
    return this == INSIDE ? epsilon * correction : 0;
  }

  /** What is added to the root that has been divided by √c. */
  double besideRoot(double epsilon, double rootCorrection) {
    return switch (this) {
      case OUTSIDE -> epsilon;
      case INSIDE -> 0;
      case HAT -> epsilon / rootCorrection;
    };
  }

  /** Without bias correction there is no hat to put on ε. */
  void requireNotHat(String rule) {
    if (this == HAT) {
      throw new IllegalArgumentException(
          "optimizer.epsilon-form must be outside or inside, got hat, which needs the bias"
              + " correction that %s has not".formatted(rule));
    }
  }
}
