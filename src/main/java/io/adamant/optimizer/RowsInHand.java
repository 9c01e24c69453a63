package io.adamant.optimizer;

import io.adamant.linalg.PagedTable;
import io.adamant.linalg.Parallel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The rows of a step, copied out of their tables before the gradient is computed: parameters, slots
 * and last steps each in one array, row after row. Catching up, reading and updating them then goes
 * through memory from end to end; only {@link #load} and {@link #store} jump, once a row, and where
 * tables stand side by side a row is in one place.
 *
 * <p>Between the two nobody else may write to these rows. One object serves many steps.
 */
final class RowsInHand {
  /** Rows of which all tables are copied before the next rows: they stay in the nearest cache. */
  private static final int CHUNK_ROWS = 1 << 8;

  /** Fewer rows than this are not worth a second thread. */
  private static final int PARALLEL_ROWS = 1 << 13;

  private final List<PagedTable> tables;
  private final List<PagedTable> copies = new ArrayList<>();
  private int capacity;
  private int[] places = new int[0];
  private int[] numbers = new int[0];

  /**
   * @param tables whose rows stand at the same places; the first has the parameters
   */
  RowsInHand(List<PagedTable> tables) {
    this.tables = List.copyOf(tables);
  }

  /** Whether these are the tables that it copies from. */
  boolean isOf(List<PagedTable> others) {
    // By identity: tables have no other equality.
    return tables.equals(others);
  }

  /** Copies the rows at some places. */
  void load(int[] from) {
    if (from.length > capacity || copies.isEmpty()) {
      capacity = from.length + from.length / 4;
      copies.clear();
      for (PagedTable table : tables) {
        double[] values = new double[Math.multiplyExact(capacity, table.columns())];
        copies.add(PagedTable.ofArray(values, table.columns()));
      }
    }
    places = from;
    forChunks(
        (first, count) -> {
          for (int i = 0; i < tables.size(); i++) {
            tables.get(i).gather(places, first, count, copies.get(i).page(0), first);
          }
        });
  }

  /** Copies them back. */
  void store() {
    forChunks(
        (first, count) -> {
          for (int i = 0; i < tables.size(); i++) {
            tables.get(i).scatter(places, first, count, copies.get(i).page(0), first);
          }
        });
  }

  private interface Chunk {
    void take(int first, int count);
  }

  private void forChunks(Chunk chunk) {
    Parallel.forRanges(
        places.length,
        PARALLEL_ROWS,
        (from, to) -> {
          for (int first = from; first < to; first += CHUNK_ROWS) {
            chunk.take(first, Math.min(CHUNK_ROWS, to - first));
          }
        });
  }

  /** Where the rows stand in their tables. */
  int[] places() {
    return places;
  }

  /** Where the rows stand here: from 0 on. */
  int[] numbers() {
    if (numbers.length != places.length) {
      numbers = IntStream.range(0, places.length).toArray();
    }
    return numbers;
  }

  /** The copy of a table, which has room for more rows; the table itself where it has none. */
  PagedTable of(PagedTable table) {
    int i = tables.indexOf(table);
    return i < 0 ? table : copies.get(i);
  }

  /** The copy of the parameters' table. */
  PagedTable parameterRows() {
    return copies.get(0);
  }

  /** The parameters of the rows, in an array of their own. */
  double[] parameters() {
    PagedTable copy = copies.get(0);
    return Arrays.copyOf(copy.page(0), places.length * copy.columns());
  }
}
