package io.adamant.optimizer;

import io.adamant.linalg.ColumnGroup;
import io.adamant.linalg.TensorShape;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** The shape of a model's parameters: a table with one row per feature, and some dense tensors. */
public final class ParameterLayout implements Serializable {
  /**
   * Tables of more values have their rows on first touch, where steps leave the others alone:
   * frequent rows then stand side by side, and an update takes less time from here on at the latest
   * (see the page "Rows on first touch" of the guide's decisions).
   */
  public static final long MOST_PLAIN_VALUES = 1L << 19;

  /** Tables of more values may be saved as a list of rows. */
  public static final long MOST_UNLISTED_VALUES = 1L << 20;

  private final String tableName;
  private final long rows;
  private final List<ColumnGroup> columnGroups;
  private final List<TensorShape> tensors;

  /** A table whose columns are one group, of the table's own name. */
  public ParameterLayout(String tableName, long rows, int columns, List<TensorShape> tensors) {
    this(tableName, rows, List.of(new ColumnGroup(tableName, columns)), tensors);
  }

  /**
   * @param rows number of features
   * @param columnGroups the groups of the table's columns, at least one
   */
  public ParameterLayout(
      String tableName, long rows, List<ColumnGroup> columnGroups, List<TensorShape> tensors) {
    if (rows < 0 || columnGroups.isEmpty()) {
      throw new IllegalArgumentException(
          "a parameter table needs rows >= 0 and columns, got %d rows of %s"
              .formatted(rows, columnGroups));
    }
    this.tableName = tableName;
    this.rows = rows;
    this.columnGroups = List.copyOf(columnGroups);
    this.tensors = List.copyOf(tensors);
  }

  public String tableName() {
    return tableName;
  }

  public long rows() {
    return rows;
  }

  /** Whether the table has more values than {@link #MOST_PLAIN_VALUES}. */
  public boolean isLarge() {
    return rows * columns() > MOST_PLAIN_VALUES;
  }

  /** Whether the table has more values than {@link #MOST_UNLISTED_VALUES}. */
  boolean mayBeListed() {
    return rows * columns() > MOST_UNLISTED_VALUES;
  }

  /** Whether all of the table's rows are zero until a step touches them. */
  public boolean beginsWithZeros() {
    return columnGroups.stream().allMatch(group -> group.initialValues().areZeros());
  }

  /**
   * Writes the values of a row that no step has touched.
   *
   * @param at where the row begins
   */
  public void writeInitial(long row, double[] values, int at) {
    ColumnGroup.writeInitial(columnGroups, row, values, at);
  }

  /** Values a feature. */
  public int columns() {
    return columnGroups.stream().mapToInt(ColumnGroup::columns).sum();
  }

  public List<ColumnGroup> columnGroups() {
    return columnGroups;
  }

  public List<TensorShape> tensors() {
    return tensors;
  }

  /** The parts that rules see: the table's column groups, then the tensors. */
  public List<ParameterPart> parts() {
    List<ParameterPart> parts = new ArrayList<>();
    int column = 0;
    for (ColumnGroup group : columnGroups) {
      parts.add(
          new ParameterPart(group.name(), rows, group.columns(), column, group.columns() > 1));
      column += group.columns();
    }
    for (TensorShape tensor : tensors) {
      List<Integer> dimensions = tensor.dimensions();
      boolean isMatrix = dimensions.size() > 1;
      int columns = isMatrix ? dimensions.get(dimensions.size() - 1) : 1;
      int rows = columns == 0 ? 0 : tensor.size() / columns;
      parts.add(new ParameterPart(tensor.name(), rows, columns, 0, isMatrix));
    }
    return parts;
  }

  /** Bytes that one copy of the parameters takes. */
  public long bytes() {
    long values = rows * columns();
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
        && columnGroups.equals(that.columnGroups)
        && tensors.equals(that.tensors);
  }

  @Override
  public int hashCode() {
    return Objects.hash(tableName, rows, columnGroups, tensors);
  }

  /** Names and sizes, such as {@code weight[1048576, 1] bias[1]}. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder("%s[%d, %d]".formatted(tableName, rows, columns()));
    if (columnGroups.size() > 1) {
      text.append(columnGroups.stream().map(g -> g.name() + ":" + g.columns()).toList());
    }
    if (!beginsWithZeros()) {
      text.append(" from ");
      text.append(columnGroups.stream().map(ColumnGroup::initialValues).toList());
    }
    for (TensorShape tensor : tensors) {
      text.append(' ').append(tensor);
    }
    return text.toString();
  }
}
