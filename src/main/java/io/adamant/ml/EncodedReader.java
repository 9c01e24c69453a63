package io.adamant.ml;

import io.adamant.data.ExampleRow;
import io.adamant.data.InputSurvey;
import io.adamant.data.RowFormatException;
import io.adamant.data.RowPosition;
import io.adamant.data.encoding.DecimalText;
import io.adamant.data.encoding.RawRow;
import io.adamant.data.encoding.TextBytes;
import io.adamant.engine.RowReader;
import java.util.Iterator;
import org.apache.spark.TaskContext;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.util.ArrayData;
import org.apache.spark.unsafe.Platform;
import org.apache.spark.unsafe.types.UTF8String;
import org.jspecify.annotations.Nullable;

/** Reads the rows of a table that are to be encoded, in the form in which Spark SQL holds them. */
final class EncodedReader implements RowReader, RawRow {
  /** What is done with the cells of a row. */
  interface CellUse {
    void take(RawRow cells, ExampleRow example) throws RowFormatException;

    /** Says at the end of a partition what was met. */
    default void report(InputSurvey survey) {}
  }

  private static final int MOST_CHARACTERS_SAID = 40;

  private final String name;
  private final Iterator<InternalRow> rows;
  private final RawLayout layout;
  private final CellUse use;

  /** The lists of the row at hand that were asked for, by column. */
  private final @Nullable ArrayData[] lists;

  private @Nullable InternalRow row;
  private long number;

  EncodedReader(String name, Iterator<InternalRow> rows, RawLayout layout, CellUse use) {
    this.name = name;
    this.rows = rows;
    this.layout = layout;
    this.use = use;
    lists = new ArrayData[layout.columns()];
  }

  @Override
  public boolean next(ExampleRow example) throws RowFormatException {
    InternalRow next = nextRow();
    if (next == null) {
      return false;
    }
    row = next;
    number++;
    if (layout.broken() != TableLayout.NONE && !next.isNullAt(layout.broken())) {
      throw new RowFormatException(
          "the line has more cells or fewer than the table's %d columns: %s"
              .formatted(layout.tableColumns(), clipped(next.getUTF8String(layout.broken()))));
    }
    TableLayout start = layout.start();
    for (int column = 0; column < start.firstFeature(); column++) {
      if (next.isNullAt(column)) {
        throw new RowFormatException("column %s is null".formatted(start.name(column)));
      }
    }
    TableReader.start(next, start, example);
    use.take(this, example);
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

  private InternalRow row() {
    InternalRow current = row;
    if (current == null) {
      throw new IllegalStateException("next() comes first");
    }
    return current;
  }

  @Override
  public double number(int column) throws RowFormatException {
    int place = layout.place(column);
    InternalRow current = row();
    if (current.isNullAt(place)) {
      return Double.NaN;
    }
    if (!layout.isText(column)) {
      double number = current.getDouble(place);
      if (Double.isInfinite(number)) {
        throw new RowFormatException(
            "column %s is %s, not finite".formatted(layout.name(column), number));
      }
      return number;
    }
    UTF8String text = current.getUTF8String(place);
    if (text.numBytes() == 0) {
      return Double.NaN;
    }
    double number = parse(text);
    if (!Double.isFinite(number)) {
      throw new RowFormatException(
          "column %s '%s' is not a %snumber"
              .formatted(
                  layout.name(column), clipped(text), Double.isNaN(number) ? "" : "finite "));
    }
    return number;
  }

  private static double parse(UTF8String text) {
    if (text.getBaseObject() instanceof byte[] bytes) {
      return DecimalText.parse(bytes, start(text), text.numBytes());
    }
    byte[] copy = text.getBytes();
    return DecimalText.parse(copy, 0, copy.length);
  }

  /** Where a text begins in the array that it lies in. */
  private static int start(UTF8String text) {
    return (int) (text.getBaseOffset() - Platform.BYTE_ARRAY_OFFSET);
  }

  private static String clipped(UTF8String text) {
    String whole = text.toString();
    return whole.length() <= MOST_CHARACTERS_SAID
        ? whole
        : whole.substring(0, MOST_CHARACTERS_SAID) + "...";
  }

  @Override
  public int texts(int column) {
    int place = layout.place(column);
    InternalRow current = row();
    if (current.isNullAt(place)) {
      return 0;
    }
    if (layout.isList(column)) {
      // Kept: Spark makes an object of it each time.
      ArrayData list = current.getArray(place);
      lists[column] = list;
      return list.numElements();
    }
    return 1;
  }

  @Override
  public boolean text(int column, int i, TextBytes text) {
    UTF8String found;
    if (layout.isList(column)) {
      ArrayData list = lists[column];
      found = list == null || list.isNullAt(i) ? null : list.getUTF8String(i);
    } else {
      found = row().getUTF8String(layout.place(column));
    }
    if (found == null || found.numBytes() == 0) {
      return false;
    }
    if (found.getBaseObject() instanceof byte[] bytes) {
      text.set(bytes, start(found), found.numBytes());
    } else {
      byte[] copy = found.getBytes();
      text.set(copy, 0, copy.length);
    }
    return true;
  }

  @Override
  public RowPosition position() {
    String partition = "%s, partition %d".formatted(name, TaskContext.getPartitionId());
    return new RowPosition(partition, number);
  }

  @Override
  public void report(InputSurvey survey) {
    use.report(survey);
  }
}
