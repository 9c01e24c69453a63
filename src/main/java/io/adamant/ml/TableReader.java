package io.adamant.ml;

import io.adamant.data.ExampleRow;
import io.adamant.data.RowFormatException;
import io.adamant.data.RowPosition;
import io.adamant.engine.RowReader;
import java.util.Iterator;
import java.util.regex.Pattern;
import org.apache.spark.TaskContext;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.util.ArrayData;
import org.jspecify.annotations.Nullable;

/**
 * Reads rows in the form in which Spark SQL holds them. A vector is its user-defined type's struct:
 * kind, size, indices, values. The Row and Vector objects that Spark would make of them, with the
 * boxes within, were most of what was allocated for a row on the way to its shard.
 */
final class TableReader implements RowReader {
  /** Decimal numbers; Java's own spellings, such as 1f and 0x1p3, are none of CSV's. */
  private static final Pattern NUMBER =
      Pattern.compile("\\s*[-+]?(\\d+\\.?\\d*|\\.\\d+)([eE][-+]?\\d+)?\\s*");

  // The fields of VectorUDT's struct, and the kind of those that are sparse.
  private static final int VECTOR_FIELDS = 4;
  private static final int VECTOR_KIND = 0;
  private static final int VECTOR_INDICES = 2;
  private static final int VECTOR_VALUES = 3;
  private static final byte SPARSE = 0;

  private final String name;
  private final Iterator<InternalRow> rows;
  private final TableLayout layout;
  private long number;

  TableReader(String name, Iterator<InternalRow> rows, TableLayout layout) {
    this.name = name;
    this.rows = rows;
    this.layout = layout;
  }

  @Override
  public boolean next(ExampleRow example) throws RowFormatException {
    InternalRow row = nextRow();
    if (row == null) {
      return false;
    }
    number++;
    if (row.anyNull()) {
      throw new RowFormatException("column " + firstNull(row) + " is null");
    }
    start(row, layout, example);
    int first = layout.firstFeature();
    if (layout.isVector()) {
      addVector(row.getStruct(first, VECTOR_FIELDS), example);
    } else {
      for (int i = first; i < layout.columns(); i++) {
        example.add(i - first, number(row, layout, i));
      }
    }
    example.finish();
    return true;
  }

  private @Nullable InternalRow nextRow() {
    try {
      return rows.hasNext() ? rows.next() : null;
    } catch (Exception e) {
      throw TableSource.unreadable(name, "a table", e);
    }
  }

  private String firstNull(InternalRow row) {
    int column = 0;
    while (!row.isNullAt(column)) {
      column++;
    }
    return layout.name(column);
  }

  /** Starts an example with a row's label, weight and offset. */
  static void start(InternalRow row, TableLayout layout, ExampleRow example)
      throws RowFormatException {
    startLabel(row, layout, example);
    if (layout.weight() != TableLayout.NONE) {
      example.setWeight(number(row, layout, layout.weight()));
    }
    if (layout.offset() != TableLayout.NONE) {
      example.setOffset(number(row, layout, layout.offset()));
    }
  }

  private static void startLabel(InternalRow row, TableLayout layout, ExampleRow example)
      throws RowFormatException {
    if (layout.takesText() && layout.isText(TableLayout.LABEL)) {
      String text = row.getUTF8String(TableLayout.LABEL).toString();
      if (!NUMBER.matcher(text).matches()) {
        example.start(text);
        return;
      }
    }
    example.start(number(row, layout, TableLayout.LABEL), 1.0);
  }

  private static double number(InternalRow row, TableLayout layout, int column)
      throws RowFormatException {
    if (!layout.isText(column)) {
      return row.getDouble(column);
    }
    String text = row.getUTF8String(column).toString();
    if (!NUMBER.matcher(text).matches()) {
      throw new RowFormatException(
          "column %s '%s' is not a number".formatted(layout.name(column), text));
    }
    return Double.parseDouble(text);
  }

  private static void addVector(InternalRow vector, ExampleRow example) throws RowFormatException {
    ArrayData values = vector.getArray(VECTOR_VALUES);
    int size = values.numElements();
    if (vector.getByte(VECTOR_KIND) == SPARSE) {
      ArrayData indices = vector.getArray(VECTOR_INDICES);
      for (int i = 0; i < size; i++) {
        example.add(indices.getInt(i), values.getDouble(i));
      }
    } else {
      for (int i = 0; i < size; i++) {
        example.add(i, values.getDouble(i));
      }
    }
  }

  @Override
  public RowPosition position() {
    String partition = "%s, partition %d".formatted(name, TaskContext.getPartitionId());
    return new RowPosition(partition, number);
  }
}
