package io.adamant.optimizer.rule;

/**
 * Whether Adam divides by the largest second moment that a parameter has had, so that its step size
 * never grows: Reddi, Kale and Kumar, "On the convergence of Adam and beyond" (ICLR 2018,
 * arXiv:1904.09237).
 */
public enum Amsgrad {
  /** By the second moment as it is: Adam. */
  NONE,
  /** By the maximum of v, bias-corrected afterwards: PyTorch, Keras. */
  RAW,
  /** By the maximum of the bias-corrected v: optax. */
  CORRECTED
}
