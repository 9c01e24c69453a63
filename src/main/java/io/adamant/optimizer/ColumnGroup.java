package io.adamant.optimizer;

import java.io.Serializable;
import java.util.List;

/**
 * Neighbouring columns of the parameter table that belong together, such as the weights or the
 * factors of a factorization machine. Settings of parameter groups and a rule's norms are theirs.
 *
 * @param initialValues of rows that no step has touched
 */
public record ColumnGroup(String name, int columns, InitialValues initialValues)
    implements Serializable {
  public ColumnGroup {
    if (columns < 1) {
      throw new IllegalArgumentException(
          "column group %s must have >= 1 columns, got %d".formatted(name, columns));
    }
  }

  /**
   * Writes the values of a row that no step has touched.
   *
   * @param groups of all columns of the table
   * @param at where the row begins
   */
  public static void writeInitial(List<ColumnGroup> groups, long row, double[] values, int at) {
    int column = 0;
    for (ColumnGroup group : groups) {
      for (int end = column + group.columns(); column < end; column++) {
        values[at + column] = group.initialValues().value(row, column);
      }
    }
  }

  /** A group that begins with zeros. */
  public ColumnGroup(String name, int columns) {
    this(name, columns, InitialValues.ZEROS);
  }
}
