package io.adamant.data;

import org.jspecify.annotations.Nullable;

/**
 * Products of sparse rows with a matrix of several columns, eight columns at a time: their sums, or
 * their coefficients, stay in registers while the row's entries go by. What is left over goes
 * through memory. Every column's numbers are added in the order of the entries, so the bits are
 * those of a loop over one column.
 */
final class ColumnTiles {
  private static final int TILE = 8;

  private final int[] rowOffsets;

  /** Null where entry i is feature i. */
  private final char @Nullable [] localIds;

  /** Null where all are 1. */
  private final double @Nullable [] values;

  ColumnTiles(int[] rowOffsets, char @Nullable [] localIds, double @Nullable [] values) {
    this.rowOffsets = rowOffsets;
    this.localIds = localIds;
    this.values = values;
  }

  /** {@code scores[r, c] = start[c] + Σ value * matrix[feature, c]}. */
  void multiply(double[] matrix, double[] start, double[] scores) {
    int columns = start.length;
    for (int row = 0, to = 0; row < rowOffsets.length - 1; row++, to += columns) {
      int column = 0;
      for (; column + TILE <= columns; column += TILE) {
        multiplyTile(row, matrix, columns, column, start, scores, to + column);
      }
      if (column + 1 == columns) {
        scores[to + column] = multiplyColumn(row, matrix, columns, column, start[column]);
      } else if (column < columns) {
        multiplyRest(row, matrix, columns, column, start, scores, to);
      }
    }
  }

  private void multiplyTile(
      int row, double[] matrix, int columns, int column, double[] start, double[] scores, int to) {
    char[] ids = localIds;
    double[] factors = values;
    double s0 = start[column];
    double s1 = start[column + 1];
    double s2 = start[column + 2];
    double s3 = start[column + 3];
    double s4 = start[column + 4];
    double s5 = start[column + 5];
    double s6 = start[column + 6];
    double s7 = start[column + 7];
    int end = rowOffsets[row + 1];
    for (int entry = rowOffsets[row]; entry < end; entry++) {
      int from = (ids == null ? entry : ids[entry]) * columns + column;
      // A product with 1 has the same bits.
      double value = factors == null ? 1.0 : factors[entry];
      s0 += value * matrix[from];
      s1 += value * matrix[from + 1];
      s2 += value * matrix[from + 2];
      s3 += value * matrix[from + 3];
      s4 += value * matrix[from + 4];
      s5 += value * matrix[from + 5];
      s6 += value * matrix[from + 6];
      s7 += value * matrix[from + 7];
    }
    scores[to] = s0;
    scores[to + 1] = s1;
    scores[to + 2] = s2;
    scores[to + 3] = s3;
    scores[to + 4] = s4;
    scores[to + 5] = s5;
    scores[to + 6] = s6;
    scores[to + 7] = s7;
  }

  private double multiplyColumn(int row, double[] matrix, int columns, int column, double start) {
    char[] ids = localIds;
    double[] factors = values;
    double sum = start;
    int end = rowOffsets[row + 1];
    for (int entry = rowOffsets[row]; entry < end; entry++) {
      int from = (ids == null ? entry : ids[entry]) * columns + column;
      sum += factors == null ? matrix[from] : factors[entry] * matrix[from];
    }
    return sum;
  }

  /** The columns from {@code column} on. */
  private void multiplyRest(
      int row, double[] matrix, int columns, int column, double[] start, double[] scores, int to) {
    char[] ids = localIds;
    double[] factors = values;
    System.arraycopy(start, column, scores, to + column, columns - column);
    int end = rowOffsets[row + 1];
    for (int entry = rowOffsets[row]; entry < end; entry++) {
      int from = (ids == null ? entry : ids[entry]) * columns;
      double value = factors == null ? 1.0 : factors[entry];
      for (int c = column; c < columns; c++) {
        scores[to + c] += value * matrix[from + c];
      }
    }
  }

  /** {@code result[feature, c] += coefficients[r, c] * value}. */
  void addTransposed(int columns, double[] coefficients, double[] result) {
    for (int row = 0, from = 0; row < rowOffsets.length - 1; row++, from += columns) {
      int column = 0;
      for (; column + TILE <= columns; column += TILE) {
        addTile(row, columns, column, coefficients, from + column, result);
      }
      if (column < columns) {
        addRest(row, columns, column, coefficients, from, result);
      }
    }
  }

  private void addTile(
      int row, int columns, int column, double[] coefficients, int from, double[] result) {
    char[] ids = localIds;
    double[] factors = values;
    double c0 = coefficients[from];
    double c1 = coefficients[from + 1];
    double c2 = coefficients[from + 2];
    double c3 = coefficients[from + 3];
    double c4 = coefficients[from + 4];
    double c5 = coefficients[from + 5];
    double c6 = coefficients[from + 6];
    double c7 = coefficients[from + 7];
    int end = rowOffsets[row + 1];
    for (int entry = rowOffsets[row]; entry < end; entry++) {
      int to = (ids == null ? entry : ids[entry]) * columns + column;
      double value = factors == null ? 1.0 : factors[entry];
      result[to] += value * c0;
      result[to + 1] += value * c1;
      result[to + 2] += value * c2;
      result[to + 3] += value * c3;
      result[to + 4] += value * c4;
      result[to + 5] += value * c5;
      result[to + 6] += value * c6;
      result[to + 7] += value * c7;
    }
  }

  /** The columns from {@code column} on. */
  private void addRest(
      int row, int columns, int column, double[] coefficients, int from, double[] result) {
    char[] ids = localIds;
    double[] factors = values;
    int end = rowOffsets[row + 1];
    for (int entry = rowOffsets[row]; entry < end; entry++) {
      int to = (ids == null ? entry : ids[entry]) * columns;
      double value = factors == null ? 1.0 : factors[entry];
      for (int c = column; c < columns; c++) {
        result[to + c] += value * coefficients[from + c];
      }
    }
  }
}
