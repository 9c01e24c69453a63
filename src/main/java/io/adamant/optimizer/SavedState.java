package io.adamant.optimizer;

import io.adamant.linalg.PagedTable;
import java.io.IOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A state that was written, table by table, wherever it lies. */
public interface SavedState {
  /**
   * Rows and columns of a table.
   *
   * @param columns at least 1
   */
  record Size(long rows, long columns) {
    /** The size of a table. */
    public static Size of(PagedTable table) {
      return new Size(table.rows(), table.columns());
    }

    @Override
    public String toString() {
      return "[%d, %d]".formatted(rows, columns);
    }
  }

  StateHeader header();

  /** The tables by name, in the order in which they lie. */
  Map<String, Size> sizes();

  /**
   * The ids of the rows that tables list which have values for each row of the parameters' table,
   * ascending; null where they hold all rows.
   */
  default int @Nullable [] listedRows() {
    return null;
  }

  /**
   * Reads the next table.
   *
   * @param values of the next table's size
   */
  void readNext(PagedTable values) throws IOException;

  /**
   * Reads the listed rows of the next table, each to its place.
   *
   * @param places in the order of {@link #listedRows}
   */
  default void readNext(PagedTable values, int[] places) throws IOException {
    throw new UnsupportedOperationException("no rows are listed");
  }
}
