package io.adamant.linalg;

import java.io.Serializable;
import java.lang.invoke.VarHandle;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A table of doubles, rows x columns, whose size may pass what one Java array holds (2^31 - 1).
 *
 * <p>It is kept as pages of whole rows; a page holds a power of two of rows, the last one perhaps
 * fewer. A page takes memory from when it is first written to; until then its values are the
 * table's initial value.
 *
 * <p>A {@link #growing} table has one row at first, and gets others behind the last one, which are
 * copies of the first: a table for {@link RowPlaces} that are given out on first touch.
 */
public final class PagedTable implements Serializable {
  /** Values a page: 2^15 doubles, 256 KiB, so that a page of gradients fits a core's own cache. */
  public static final int DEFAULT_PAGE_VALUES = 1 << 15;

  /** Fewer rows than this are not worth a second thread. */
  private static final int PARALLEL_ROWS = 1 << 13;

  /** Fewer pages than this are not worth a second thread to copy. */
  private static final int PARALLEL_PAGES = 8;

  private long rows;
  private final int columns;
  private final int pageBits;
  private final double initial;
  private final boolean isGrowing;

  /** Null where a page was not written to. Of a growing table all up to the last row are there. */
  private double[] @Nullable [] pages;

  /** What whole pages that were not written to are read as, once it is needed. */
  private transient double @Nullable [] blank;

  /** The same of the last page, which may be smaller. */
  private transient double @Nullable [] lastBlank;

  /** A table of zeros with pages of about {@link #DEFAULT_PAGE_VALUES}. */
  public PagedTable(long rows, int columns) {
    this(rows, columns, DEFAULT_PAGE_VALUES);
  }

  /** A table of zeros with pages of {@code pageValues} at most. */
  public PagedTable(long rows, int columns, int pageValues) {
    this(rows, columns, pageValues, 0.0);
  }

  /**
   * A table whose values are all the same.
   *
   * @param rows at least 0
   * @param columns at least 1
   * @param pageValues upper limit of values in a page; a page holds at least one row all the same
   */
  public PagedTable(long rows, int columns, int pageValues, double initial) {
    this(rows, columns, pageValues, initial, false);
  }

  private PagedTable(long rows, int columns, int pageValues, double initial, boolean isGrowing) {
    if (rows < 0 || columns < 1 || pageValues < 1) {
      throw new IllegalArgumentException(
          "a table needs rows >= 0, columns >= 1 and page values >= 1, got %d x %d in pages of %d"
              .formatted(rows, columns, pageValues));
    }
    this.rows = rows;
    this.columns = columns;
    this.initial = initial;
    this.isGrowing = isGrowing;
    int rowsPerPage = Integer.highestOneBit(Math.max(1, pageValues / columns));
    this.pageBits = Integer.numberOfTrailingZeros(rowsPerPage);
    this.pages = new double[Math.toIntExact((rows + rowsPerPage - 1) >>> pageBits)][];
  }

  private PagedTable(double[] values, int columns) {
    this.rows = values.length / columns;
    this.columns = columns;
    this.initial = 0.0;
    this.isGrowing = false;
    this.pageBits = Integer.SIZE - Integer.numberOfLeadingZeros((int) Math.max(0, rows - 1));
    this.pages = new double[][] {values};
  }

  private PagedTable(PagedTable other) {
    rows = other.rows;
    columns = other.columns;
    pageBits = other.pageBits;
    initial = other.initial;
    isGrowing = other.isGrowing;
    double[][] copies = new double[other.pages.length][];
    Parallel.forRanges(
        copies.length,
        PARALLEL_PAGES,
        (from, to) -> {
          for (int page = from; page < to; page++) {
            double[] values = other.pages[page];
            copies[page] = values == null ? null : values.clone();
          }
        });
    pages = copies;
  }

  /** A table of one row, which {@link #grow} makes larger; its values are {@code initial}. */
  public static PagedTable growing(int columns, int pageValues, double initial) {
    PagedTable table = new PagedTable(1, columns, pageValues, initial, true);
    table.pages[0] = table.initialValues(0);
    return table;
  }

  /**
   * Adds rows that are copies of the first one.
   *
   * @param newRows rows from then on; a growing table never gets fewer
   */
  public void grow(long newRows) {
    if (!isGrowing) {
      throw new IllegalStateException("a table of %d rows does not grow".formatted(rows));
    }
    int needed = Math.toIntExact(((newRows - 1) >>> pageBits) + 1);
    if (needed > pages.length) {
      pages = Arrays.copyOf(pages, Math.max(needed, pages.length + pages.length / 2));
    }
    double[][] pages = this.pages;
    double[] first = pages[0];
    boolean isBlank = initial == 0.0 && isZero(first, columns);
    for (long row = rows; row < newRows; row++) {
      int page = pageOf(row);
      double[] values = pages[page];
      if (values == null) {
        values = new double[Math.multiplyExact(1 << pageBits, columns)];
        pages[page] = values;
      }
      if (!isBlank) {
        System.arraycopy(first, 0, values, offsetOf(row), columns);
      }
    }
    rows = Math.max(rows, newRows);
  }

  private static boolean isZero(double[] values, int count) {
    for (int i = 0; i < count; i++) {
      // -0.0 is another value.
      if (Double.doubleToRawLongBits(values[i]) != 0) {
        return false;
      }
    }
    return true;
  }

  /** Whether it is a {@link #growing} table. */
  public boolean isGrowing() {
    return isGrowing;
  }

  /** What its values were at first. */
  public double initial() {
    return initial;
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
    return isGrowing ? pageOf(rows - 1) + 1 : pages.length;
  }

  /**
   * The values of one page, row after row; writing to it writes to the table. The last page of a
   * growing table may have room for more rows, which are zero.
   */
  public double[] page(int page) {
    double[] values = pages[page];
    return values == null ? firstPage(page) : values;
  }

  /** Threads that write to neighbouring rows may come to a new page at the same time. */
  private synchronized double[] firstPage(int page) {
    double[] values = pages[page];
    if (values == null) {
      values = initialValues(page);
      // Others read the page without the lock; an acquiring read would double the time of a gather.
      // They must not see it before its initial values, which they reach through it alone.
      VarHandle.releaseFence();
      pages[page] = values;
    }
    return values;
  }

  private double[] initialValues(int page) {
    double[] values = new double[pageSize(page)];
    if (initial != 0.0) {
      Arrays.fill(values, initial);
    }
    return values;
  }

  private int pageSize(int page) {
    if (isGrowing) {
      return Math.multiplyExact(1 << pageBits, columns);
    }
    long pageRows = Math.min(1L << pageBits, rows - firstRow(page));
    return Math.multiplyExact((int) pageRows, columns);
  }

  /** The values of one page, row after row, to be read alone. */
  public double[] readOnlyPage(int page) {
    double[] values = pages[page];
    return values == null ? blankPage(page) : values;
  }

  private synchronized double[] blankPage(int page) {
    boolean isLast = page == pages.length - 1;
    double[] values = isLast ? lastBlank : blank;
    if (values == null) {
      values = initialValues(page);
      if (isLast) {
        lastBlank = values;
      } else {
        blank = values;
      }
    }
    return values;
  }

  /** Whether a page was written to. */
  public boolean isTouched(int page) {
    return pages[page] != null;
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

  public double get(long row, int column) {
    double[] page = pages[pageOf(row)];
    return page == null ? initial : page[offsetOf(row) + column];
  }

  public void set(long row, int column, double value) {
    page(pageOf(row))[offsetOf(row) + column] = value;
  }

  /** The rows of which some value is not the given one, ascending. */
  public int[] rowsOtherThan(double value) {
    int[] found = new int[1024];
    int count = 0;
    for (int page = 0; page < pages.length; page++) {
      double[] values = readOnlyPage(page);
      for (int at = 0; at < values.length; at++) {
        // By their bits: a zero that lost its sign would be another one.
        if (Double.doubleToRawLongBits(values[at]) != Double.doubleToRawLongBits(value)) {
          if (count == found.length) {
            found = Arrays.copyOf(found, 2 * count);
          }
          found[count++] = (int) (firstRow(page) + at / columns);
          at += columns - 1 - at % columns;
        }
      }
    }
    return Arrays.copyOf(found, count);
  }

  /** The values of some rows, in their order, row after row. */
  public double[] gather(int[] ids) {
    double[] values = new double[Math.multiplyExact(ids.length, columns)];
    Parallel.forRanges(
        ids.length, PARALLEL_ROWS, (from, to) -> gather(ids, from, to - from, values, from));
    return values;
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
      copyRow(ids[first + i], firstColumn, width, values, i * width);
    }
  }

  private void gather(int[] ids, int first, int count, double[] values, int toRow) {
    if (columns == 1) {
      double[][] pages = this.pages;
      int bits = pageBits;
      int mask = (1 << bits) - 1;
      for (int i = 0; i < count; i++) {
        int id = ids[first + i];
        double[] page = pages[id >>> bits];
        values[toRow + i] = page == null ? initial : page[id & mask];
      }
    } else {
      for (int i = 0; i < count; i++) {
        copyRow(ids[first + i], 0, columns, values, (toRow + i) * columns);
      }
    }
  }

  /**
   * Copies some columns of {@code count} rows, from {@code first} on, to the start of {@code
   * values}.
   */
  public void copyRows(long first, int count, int firstColumn, int width, double[] values) {
    for (int i = 0; i < count; i++) {
      copyRow(first + i, firstColumn, width, values, i * width);
    }
  }

  private void copyRow(long id, int firstColumn, int width, double[] values, int to) {
    double[] page = pages[pageOf(id)];
    if (page == null) {
      Arrays.fill(values, to, to + width, initial);
    } else {
      System.arraycopy(page, offsetOf(id) + firstColumn, values, to, width);
    }
  }

  /** Copies back what {@link #gather(int[], int, int, int, int, double[])} has copied. */
  public void scatter(
      int[] ids, int first, int count, int firstColumn, int width, double[] values) {
    if (columns == 1) {
      int bits = pageBits;
      int mask = (1 << bits) - 1;
      for (int i = 0; i < count; i++) {
        int id = ids[first + i];
        page(id >>> bits)[id & mask] = values[i];
      }
    } else {
      for (int i = 0; i < count; i++) {
        int id = ids[first + i];
        System.arraycopy(values, i * width, page(pageOf(id)), offsetOf(id) + firstColumn, width);
      }
    }
  }
}
