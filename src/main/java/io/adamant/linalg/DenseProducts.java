package io.adamant.linalg;

import java.util.Arrays;

/**
 * Products of dense row-major matrices, added to what is there. Each sum has one order, whatever
 * the tiles.
 *
 * <p>The inner loops go along rows, so that they are compiled to vector instructions: a sum along a
 * row would not be, since its order is fixed. Four rows are added at once, which saves three of
 * four loads and stores of the result, and some rows take their turn with them while they are in
 * the first cache.
 */
public final class DenseProducts {
  private static final int TILE = 16;

  /** Up to here sums along rows are faster. */
  private static final int FEW_COLUMNS = 3;

  private DenseProducts() {}

  /**
   * Adds {@code A B}.
   *
   * @param a rows x inner
   * @param b inner x columns
   * @param result rows x columns, added to
   */
  public static void add(
      double[] a, int rows, int inner, double[] b, int columns, double[] result) {
    for (int tile = 0; tile < rows; tile += TILE) {
      int end = Math.min(rows, tile + TILE);
      int i = 0;
      for (; i + 4 <= inner; i += 4) {
        for (int row = tile; row < end; row++) {
          int at = row * inner + i;
          addFour(
              a[at],
              a[at + 1],
              a[at + 2],
              a[at + 3],
              b,
              i * columns,
              columns,
              result,
              row * columns);
        }
      }
      for (; i < inner; i++) {
        for (int row = tile; row < end; row++) {
          addOne(a[row * inner + i], b, i * columns, columns, result, row * columns);
        }
      }
    }
  }

  /**
   * Adds {@code Aᵀ B}.
   *
   * @param a rows x inner
   * @param b rows x columns
   * @param result inner x columns, added to
   */
  public static void addLeftTransposed(
      double[] a, int rows, int inner, double[] b, int columns, double[] result) {
    for (int tile = 0; tile < inner; tile += TILE) {
      int end = Math.min(inner, tile + TILE);
      int row = 0;
      for (; row + 4 <= rows; row += 4) {
        for (int i = tile; i < end; i++) {
          int at = row * inner + i;
          addFour(
              a[at],
              a[at + inner],
              a[at + 2 * inner],
              a[at + 3 * inner],
              b,
              row * columns,
              columns,
              result,
              i * columns);
        }
      }
      for (; row < rows; row++) {
        for (int i = tile; i < end; i++) {
          addOne(a[row * inner + i], b, row * columns, columns, result, i * columns);
        }
      }
    }
  }

  /**
   * Adds {@code A Bᵀ}.
   *
   * @param a rows x inner
   * @param b columns x inner
   * @param result rows x columns, added to
   */
  public static void addRightTransposed(
      double[] a, int rows, int inner, double[] b, int columns, double[] result) {
    if (columns > FEW_COLUMNS) {
      add(a, rows, inner, transposed(b, columns, inner), columns, result);
      return;
    }
    for (int row = 0; row < rows; row++) {
      for (int column = 0; column < columns; column++) {
        result[row * columns + column] += dot(a, row * inner, b, column * inner, inner);
      }
    }
  }

  /**
   * Adds the sum of each column.
   *
   * @param a some rows of as many columns as {@code result} has
   */
  public static void addColumnSums(double[] a, double[] result) {
    for (int at = 0; at < a.length; at += result.length) {
      addOne(1.0, a, at, result.length, result, 0);
    }
  }

  /** Some copies of a row, one below the other. */
  public static double[] rowsOf(double[] row, int rows) {
    double[] all = Arrays.copyOf(row, Math.multiplyExact(rows, row.length));
    for (int at = row.length; at < all.length; at += row.length) {
      System.arraycopy(row, 0, all, at, row.length);
    }
    return all;
  }

  private static double[] transposed(double[] matrix, int rows, int columns) {
    double[] transposed = new double[rows * columns];
    for (int row = 0; row < rows; row++) {
      for (int column = 0; column < columns; column++) {
        transposed[column * rows + row] = matrix[row * columns + column];
      }
    }
    return transposed;
  }

  private static void addFour(
      double x0,
      double x1,
      double x2,
      double x3,
      double[] rows,
      int from,
      int columns,
      double[] result,
      int to) {
    int from1 = from + columns;
    int from2 = from1 + columns;
    int from3 = from2 + columns;
    for (int i = 0; i < columns; i++) {
      result[to + i] +=
          (x0 * rows[from + i] + x1 * rows[from1 + i])
              + (x2 * rows[from2 + i] + x3 * rows[from3 + i]);
    }
  }

  private static void addOne(
      double x, double[] row, int from, int columns, double[] result, int to) {
    for (int i = 0; i < columns; i++) {
      result[to + i] += x * row[from + i];
    }
  }

  /** With four sums at a time, which do not wait for each other. */
  private static double dot(double[] a, int aAt, double[] b, int bAt, int length) {
    double sum0 = 0.0;
    double sum1 = 0.0;
    double sum2 = 0.0;
    double sum3 = 0.0;
    int i = 0;
    for (; i + 4 <= length; i += 4) {
      sum0 += a[aAt + i] * b[bAt + i];
      sum1 += a[aAt + i + 1] * b[bAt + i + 1];
      sum2 += a[aAt + i + 2] * b[bAt + i + 2];
      sum3 += a[aAt + i + 3] * b[bAt + i + 3];
    }
    for (; i < length; i++) {
      sum0 += a[aAt + i] * b[bAt + i];
    }
    return (sum0 + sum1) + (sum2 + sum3);
  }
}
