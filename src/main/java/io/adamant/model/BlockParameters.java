package io.adamant.model;

/**
 * The parameters that a block needs, as dense local arrays, or a gradient of the same shape.
 *
 * <p>Plain fields on purpose: the engine fills them and models read them in their hot loops.
 */
public final class BlockParameters {
  private final double[] table;
  private final double[][] tensors;

  /**
   * @param table a row of the model's columns for each entry of the block's dictionary
   * @param tensors the dense tensors, in the model's order
   */
  public BlockParameters(double[] table, double[][] tensors) {
    this.table = table;
    this.tensors = tensors;
  }

  public double[] table() {
    return table;
  }

  public double[][] tensors() {
    return tensors;
  }
}
