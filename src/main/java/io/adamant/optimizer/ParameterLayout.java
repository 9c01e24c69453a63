package io.adamant.optimizer;

import io.adamant.linalg.TensorShape;
import java.io.Serializable;
import java.util.List;
import java.util.Objects;

/** The shape of a model's parameters: a table with one row per feature, and some dense tensors. */
public final class ParameterLayout implements Serializable {
  private final String tableName;
  private final long rows;
  private final int columns;
  private final List<TensorShape> tensors;

  /**
   * @param tableName the table's name, by which parameter groups know it
   * @param rows number of features
   * @param columns values a feature, at least 1
   */
  public ParameterLayout(String tableName, long rows, int columns, List<TensorShape> tensors) {
    if (rows < 0 || columns < 1) {
      throw new IllegalArgumentException(
          "a parameter table needs rows >= 0 and columns >= 1, got %d x %d"
              .formatted(rows, columns));
    }
    this.tableName = tableName;
    this.rows = rows;
    this.columns = columns;
    this.tensors = List.copyOf(tensors);
  }

  public String tableName() {
    return tableName;
  }

  public long rows() {
    return rows;
  }

  public int columns() {
    return columns;
  }

  public List<TensorShape> tensors() {
    return tensors;
  }

  /** Bytes that one copy of the parameters takes. */
  public long bytes() {
    long values = rows * columns;
    for (TensorShape tensor : tensors) {
      values += tensor.size();
    }
    return values * Double.BYTES;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ParameterLayout that
        && tableName.equals(that.tableName)
        && rows == that.rows
        && columns == that.columns
        && tensors.equals(that.tensors);
  }

  @Override
  public int hashCode() {
    return Objects.hash(tableName, rows, columns, tensors);
  }

  /** Names and sizes, such as {@code weight[1048576, 1] bias[1]}. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder("%s[%d, %d]".formatted(tableName, rows, columns));
    for (TensorShape tensor : tensors) {
      text.append(' ').append(tensor);
    }
    return text.toString();
  }
}
