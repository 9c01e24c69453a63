package io.adamant.linalg;

import java.io.Serializable;
import java.util.Arrays;

/**
 * Some rows of a table: strictly ascending row ids and, in the same order, the rows' values.
 *
 * <p>As a gradient, a row that is not listed is zero. The arrays are shared, not copied, and must
 * not be written to once they are here.
 */
public final class SparseRows implements Serializable {
  private final int columns;
  private final int[] ids;
  private final double[] values;

  /**
   * @param columns values a row, at least 1
   * @param ids row ids, strictly ascending
   * @param values {@code ids.length * columns} values, row after row
   */
  public SparseRows(int columns, int[] ids, double[] values) {
    if (columns < 1 || values.length != (long) ids.length * columns) {
      throw new IllegalArgumentException(
          "expected %d rows x %d columns of values, got %d"
              .formatted(ids.length, columns, values.length));
    }
    this.columns = columns;
    this.ids = ids;
    this.values = values;
  }

  /** No rows at all. */
  public static SparseRows empty(int columns) {
    return new SparseRows(columns, new int[0], new double[0]);
  }

  public int columns() {
    return columns;
  }

  /** Number of rows listed. */
  public int size() {
    return ids.length;
  }

  /** The row ids, strictly ascending; not to be written to. */
  public int[] ids() {
    return ids;
  }

  /** The values, row after row; not to be written to. */
  public double[] values() {
    return values;
  }

  /**
   * The sum of two sets of rows: {@code a + b} where both list a row, the row itself where one
   * does.
   *
   * <p>Accumulators that start at {@code +0.0} and only add never hold {@code -0.0}, so passing a
   * row through gives the same bits as adding zero to it would: sparse and dense sums agree
   * exactly.
   */
  public static SparseRows sum(SparseRows a, SparseRows b) {
    if (a.columns != b.columns) {
      throw new IllegalArgumentException(
          "cannot add rows of %d and of %d columns".formatted(a.columns, b.columns));
    }
    if (a.size() == 0) {
      return b;
    }
    if (b.size() == 0) {
      return a;
    }
    return a.columns == 1 ? sumOfScalars(a, b) : sumOfRows(a, b);
  }

  private static SparseRows sumOfScalars(SparseRows a, SparseRows b) {
    int[] aIds = a.ids;
    int[] bIds = b.ids;
    double[] aValues = a.values;
    double[] bValues = b.values;
    int[] ids = new int[aIds.length + bIds.length];
    double[] values = new double[ids.length];
    int i = 0;
    int j = 0;
    int n = 0;
    while (i < aIds.length && j < bIds.length) {
      int x = aIds[i];
      int y = bIds[j];
      double left = x <= y ? aValues[i] : 0.0;
      double right = y <= x ? bValues[j] : 0.0;
      ids[n] = Math.min(x, y);
      values[n++] = left + right;
      i += x <= y ? 1 : 0;
      j += y <= x ? 1 : 0;
    }
    int rest = aIds.length - i;
    System.arraycopy(aIds, i, ids, n, rest);
    System.arraycopy(aValues, i, values, n, rest);
    n += rest;
    rest = bIds.length - j;
    System.arraycopy(bIds, j, ids, n, rest);
    System.arraycopy(bValues, j, values, n, rest);
    n += rest;
    return trimmed(1, ids, values, n);
  }

  private static SparseRows sumOfRows(SparseRows a, SparseRows b) {
    int columns = a.columns;
    int[] ids = new int[a.ids.length + b.ids.length];
    double[] values = new double[Math.multiplyExact(ids.length, columns)];
    int i = 0;
    int j = 0;
    int n = 0;
    while (i < a.ids.length || j < b.ids.length) {
      boolean takeA = j == b.ids.length || (i < a.ids.length && a.ids[i] <= b.ids[j]);
      boolean takeB = i == a.ids.length || (j < b.ids.length && b.ids[j] <= a.ids[i]);
      int at = n * columns;
      if (takeA) {
        ids[n] = a.ids[i];
        System.arraycopy(a.values, i * columns, values, at, columns);
        i++;
      }
      if (takeB) {
        ids[n] = b.ids[j];
        int from = j * columns;
        for (int c = 0; c < columns; c++) {
          values[at + c] += b.values[from + c];
        }
        j++;
      }
      n++;
    }
    return trimmed(columns, ids, values, n);
  }

  private static SparseRows trimmed(int columns, int[] ids, double[] values, int n) {
    return n == ids.length
        ? new SparseRows(columns, ids, values)
        : new SparseRows(columns, Arrays.copyOf(ids, n), Arrays.copyOf(values, n * columns));
  }
}
