package io.adamant.optimizer;

/**
 * How weight decay λ acts on parameters θ, with α the learning rate of the step and η its schedule
 * factor. The default of each rule is PyTorch's.
 */
public enum Decay {
  /** Into the gradient, before everything else: {@code g ← g + λθ}. */
  L2,
  /** Apart from the gradient: {@code θ ← θ(1 − αλ)}, as PyTorch's AdamW. */
  LR_SCALED,
  /**
   * Apart from the gradient and from the base rate: {@code θ ← θ(1 − ηλ)}, as Loshchilov and Hutter
   * (arXiv:1711.05101) define AdamW.
   */
  SCHEDULE_ONLY,
  /** Apart from the gradient and from every rate: {@code θ ← θ(1 − λ)}, as Spark's FMClassifier. */
  SPARK_FM,
  /** Into the update, {@code u ← u + λθ}, before LAMB takes its norm; for LAMB alone. */
  IN_UPDATE
}
