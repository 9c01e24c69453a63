package io.adamant.linalg;

import java.io.Serializable;
import java.util.Arrays;

/**
 * A table of doubles, rows x columns, whose size may pass what one Java array holds (2^31 - 1).
 *
 * <p>It is kept as pages of whole rows; a page holds a power of two of rows, the last one perhaps
 * fewer. All values start at zero.
 */
public final class PagedTable implements Serializable {
  /** Values a page: 2^15 doubles, 256 KiB, so that a page of gradients fits a core's own cache. */
  public static final int DEFAULT_PAGE_VALUES = 1 << 15;

  /** Fewer rows than this are not worth a second thread. */
  private static final int PARALLEL_ROWS = 1 << 13;

  private final long rows;
  private final int columns;
  private final int pageBits;
  private final double[][] pages;

  /** A table of zeros with pages of about {@link #DEFAULT_PAGE_VALUES}. */
  public PagedTable(long rows, int columns) {
    this(rows, columns, DEFAULT_PAGE_VALUES);
  }

  /**
   * A table of zeros.
   *
   * @param rows at least 0
   * @param columns at least 1
   * @param pageValues upper limit of values in a page; a page holds at least one row all the same
   */
  public PagedTable(long rows, int columns, int pageValues) {
    if (rows < 0 || columns < 1 || pageValues < 1) {
      throw new IllegalArgumentException(
          "a table needs rows >= 0, columns >= 1 and page values >= 1, got %d x %d in pages of %d"
              .formatted(rows, columns, pageValues));
    }
    this.rows = rows;
    this.columns = columns;
    int rowsPerPage = Integer.highestOneBit(Math.max(1, pageValues / columns));
    this.pageBits = Integer.numberOfTrailingZeros(rowsPerPage);
    int count = Math.toIntExact((rows + rowsPerPage - 1) >>> pageBits);
    this.pages = new double[count][];
    for (int page = 0; page < count; page++) {
      long first = (long) page << pageBits;
      int size = (int) Math.min(rowsPerPage, rows - first);
      pages[page] = new double[Math.multiplyExact(size, columns)];
    }
  }

  private PagedTable(double[] values, int columns) {
    this.rows = values.length / columns;
    this.columns = columns;
    this.pageBits = Integer.SIZE - Integer.numberOfLeadingZeros((int) Math.max(0, rows - 1));
    this.pages = new double[][] {values};
  }

  private PagedTable(PagedTable other) {
    rows = other.rows;
    columns = other.columns;
    pageBits = other.pageBits;
    pages = new double[other.pages.length][];
    for (int page = 0; page < pages.length; page++) {
      pages[page] = other.pages[page].clone();
    }
  }

  /** The same values in pages of its own. */
  public PagedTable copy() {
    return new PagedTable(this);
  }

  /**
   * An array as a table of one page; writing to one writes to the other.
   *
   * @param columns at least 1, and a divisor of the array's length
   */
  public static PagedTable ofArray(double[] values, int columns) {
    if (columns < 1 || values.length % columns != 0) {
      throw new IllegalArgumentException(
          "%d values are not rows of %d columns".formatted(values.length, columns));
    }
    return new PagedTable(values, columns);
  }

  public long rows() {
    return rows;
  }

  public int columns() {
    return columns;
  }

  /** Rows of every page but the last: a power of two. */
  public int rowsPerPage() {
    // A table of one page may have more rows than the largest power of two that fits.
    return 1 << Math.min(pageBits, Integer.SIZE - 2);
  }

  public int pageCount() {
    return pages.length;
  }

  /** The values of one page, row after row; writing to it writes to the table. */
  public double[] page(int page) {
    return pages[page];
  }

  /** The page that holds a row. */
  public int pageOf(long row) {
    return (int) (row >>> pageBits);
  }

  /** Where a row starts in its page, in values. */
  public int offsetOf(long row) {
    return (int) (row & ((1L << pageBits) - 1)) * columns;
  }

  /** The first row of a page. */
  public long firstRow(int page) {
    return (long) page << pageBits;
  }

  /** Sets every value. */
  public void fill(double value) {
    for (double[] page : pages) {
      Arrays.fill(page, value);
    }
  }

  public double get(long row, int column) {
    return pages[pageOf(row)][offsetOf(row) + column];
  }

  public void set(long row, int column, double value) {
    pages[pageOf(row)][offsetOf(row) + column] = value;
  }

  /** Copies the rows with the given ids, in their order. */
  public SparseRows gather(int[] ids) {
    double[] values = new double[Math.multiplyExact(ids.length, columns)];
    Parallel.forRanges(
        ids.length, PARALLEL_ROWS, (from, to) -> gather(ids, from, to - from, values, from));
    return new SparseRows(columns, ids, values);
  }

  /**
   * Copies some columns of the rows {@code ids[first]} to {@code ids[first + count - 1]} to the
   * start of {@code values}.
   */
  public void gather(int[] ids, int first, int count, int firstColumn, int width, double[] values) {
    if (width == columns) {
      gather(ids, first, count, values, 0);
      return;
    }
    for (int i = 0; i < count; i++) {
      int id = ids[first + i];
      System.arraycopy(pages[pageOf(id)], offsetOf(id) + firstColumn, values, i * width, width);
    }
  }

  private void gather(int[] ids, int first, int count, double[] values, int toRow) {
    if (columns == 1) {
      double[][] pages = this.pages;
      int bits = pageBits;
      int mask = (1 << bits) - 1;
      for (int i = 0; i < count; i++) {
        int id = ids[first + i];
        values[toRow + i] = pages[id >>> bits][id & mask];
      }
    } else {
      for (int i = 0; i < count; i++) {
        int id = ids[first + i];
        int to = (toRow + i) * columns;
        System.arraycopy(pages[pageOf(id)], offsetOf(id), values, to, columns);
      }
    }
  }

  /** Copies back what {@link #gather(int[], int, int, int, int, double[])} has copied. */
  public void scatter(
      int[] ids, int first, int count, int firstColumn, int width, double[] values) {
    if (columns == 1) {
      double[][] pages = this.pages;
      int bits = pageBits;
      int mask = (1 << bits) - 1;
      for (int i = 0; i < count; i++) {
        int id = ids[first + i];
        pages[id >>> bits][id & mask] = values[i];
      }
    } else {
      for (int i = 0; i < count; i++) {
        int id = ids[first + i];
        System.arraycopy(values, i * width, pages[pageOf(id)], offsetOf(id) + firstColumn, width);
      }
    }
  }
}
