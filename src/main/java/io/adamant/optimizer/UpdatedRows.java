package io.adamant.optimizer;

import io.adamant.linalg.PagedTable;
import io.adamant.linalg.SparseRows;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The rows of a part of the parameters that a step updates, in ascending order. */
interface UpdatedRows {
  long count();

  /** Whether these are all rows of the part, so that neighbours here are neighbours there. */
  boolean areAll();

  /** The gradient of all rows as one array, where it is one; null where it must be written. */
  default double @Nullable [] wholeGradient() {
    return null;
  }

  /** Writes the gradient of {@code count} of the rows, from the {@code first}th on, to a place. */
  void gradient(long first, int count, double[] to, int at);

  /** Copies some columns of {@code count} of the rows, from the {@code first}th on. */
  void load(PagedTable table, int firstColumn, int columns, long first, int count, double[] to);

  /** Copies back what {@link #load} has copied. */
  void store(PagedTable table, int firstColumn, int columns, long first, int count, double[] from);

  /** All rows of the table; those without a gradient have gradient zero. */
  static UpdatedRows allOfTable(ParameterPart part, SparseRows gradient) {
    return new AllRows(part.rows()) {
      @Override
      public void gradient(long first, int count, double[] to, int at) {
        int columns = part.columns();
        Arrays.fill(to, at, at + count * columns, 0.0);
        int[] ids = gradient.ids();
        for (int i = firstAtLeast(ids, first); i < ids.length && ids[i] < first + count; i++) {
          int from = i * gradient.columns() + part.firstColumn();
          int row = (int) (ids[i] - first);
          System.arraycopy(gradient.values(), from, to, at + row * columns, columns);
        }
      }
    };
  }

  /** All rows of a dense tensor. */
  static UpdatedRows allOfTensor(ParameterPart part, double[] gradient) {
    return new AllRows(part.rows()) {
      @Override
      public double[] wholeGradient() {
        return gradient;
      }

      @Override
      public void gradient(long first, int count, double[] to, int at) {
        int columns = part.columns();
        System.arraycopy(gradient, (int) first * columns, to, at, count * columns);
      }
    };
  }

  /**
   * The rows of the table that have a gradient.
   *
   * @param places of the rows
   */
  static UpdatedRows withGradient(ParameterPart part, SparseRows gradient, int[] places) {
    return new ListedRows(part, gradient, places);
  }

  private static int firstAtLeast(int[] ids, long id) {
    if (id > Integer.MAX_VALUE) {
      return ids.length;
    }
    int place = Arrays.binarySearch(ids, (int) id);
    return place >= 0 ? place : -place - 1;
  }

  /** Every row of a part. */
  abstract class AllRows implements UpdatedRows {
    private final long rows;

    AllRows(long rows) {
      this.rows = rows;
    }

    @Override
    public long count() {
      return rows;
    }

    @Override
    public boolean areAll() {
      return true;
    }

    @Override
    public void load(
        PagedTable table, int firstColumn, int columns, long first, int count, double[] to) {
      table.copyRows(first, count, firstColumn, columns, to);
    }

    @Override
    public void store(
        PagedTable table, int firstColumn, int columns, long first, int count, double[] from) {
      for (int i = 0; i < count; i++) {
        int to = table.offsetOf(first + i) + firstColumn;
        System.arraycopy(from, i * columns, table.page(table.pageOf(first + i)), to, columns);
      }
    }
  }

  /** The rows that a sparse gradient lists. */
  final class ListedRows implements UpdatedRows {
    private final ParameterPart part;
    private final SparseRows gradient;
    private final int[] places;

    ListedRows(ParameterPart part, SparseRows gradient, int[] places) {
      this.part = part;
      this.gradient = gradient;
      this.places = places;
    }

    @Override
    public long count() {
      return gradient.size();
    }

    @Override
    public boolean areAll() {
      return false;
    }

    @Override
    public void gradient(long first, int count, double[] to, int at) {
      int from = (int) first;
      int width = gradient.columns();
      int columns = part.columns();
      if (columns == width) {
        System.arraycopy(gradient.values(), from * width, to, at, count * width);
        return;
      }
      for (int i = 0; i < count; i++) {
        int source = (from + i) * width + part.firstColumn();
        System.arraycopy(gradient.values(), source, to, at + i * columns, columns);
      }
    }

    @Override
    public void load(
        PagedTable table, int firstColumn, int columns, long first, int count, double[] to) {
      table.gather(places, (int) first, count, firstColumn, columns, to);
    }

    @Override
    public void store(
        PagedTable table, int firstColumn, int columns, long first, int count, double[] from) {
      table.scatter(places, (int) first, count, firstColumn, columns, from);
    }
  }
}
