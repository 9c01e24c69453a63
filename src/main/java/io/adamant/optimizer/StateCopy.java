package io.adamant.optimizer;

/**
 * Parameters and state to take steps on, apart from those that they were copied from.
 *
 * @param state of the same rule, at the same step
 */
public record StateCopy(Parameters parameters, OptimizerState state) {
  /** The table, row after row; it changes with each step. */
  public double[] rows() {
    return parameters.table().rows() == 0 ? new double[0] : parameters.table().page(0);
  }
}
