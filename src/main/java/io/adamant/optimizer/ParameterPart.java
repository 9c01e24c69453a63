package io.adamant.optimizer;

/**
 * What a rule sees as one matrix: a column group of the table, or a dense tensor, whose last
 * dimension is the columns.
 *
 * @param name by which parameter groups know it
 * @param firstColumn where it begins in the rows of the table; 0 for a tensor
 * @param isMatrix whether it has two dimensions, of which one may be 1: a tensor of two or more, or
 *     a column group of more than one column
 */
public record ParameterPart(
    String name, long rows, int columns, int firstColumn, boolean isMatrix) {
  /** Number of parameters. */
  public long size() {
    return rows * columns;
  }
}
