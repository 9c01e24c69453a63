package io.adamant.data;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * Some rows in compressed-row form with a feature dictionary of their own: entries name features by
 * their place in the block's sorted array of global feature ids.
 *
 * <p>A model computes on dense local arrays with a row of parameters for each dictionary entry.
 * They are small enough to stay in cache, whatever the number of features of the whole model.
 */
public final class ExampleBlock implements Serializable {
  /** The most dictionary entries that a {@code char} can name. */
  public static final int MAX_DICTIONARY = 1 << 16;

  private final int[] featureIds;
  private final int[] rowOffsets;

  /** Local ids of the entries; null where the block is one row and entry i is feature i. */
  private final char @Nullable [] localIds;

  /** Values of the entries; null where all are 1. */
  private final double @Nullable [] values;

  private final double[] labels;

  /** Row weights; null where all are 1. */
  private final double @Nullable [] weights;

  /** What is added to the rows' scores; null where nothing is. */
  private final double @Nullable [] offsets;

  ExampleBlock(
      int[] featureIds,
      int[] rowOffsets,
      char @Nullable [] localIds,
      double @Nullable [] values,
      double[] labels,
      double @Nullable [] weights,
      double @Nullable [] offsets) {
    this.featureIds = featureIds;
    this.rowOffsets = rowOffsets;
    this.localIds = localIds;
    this.values = values;
    this.labels = labels;
    this.weights = weights;
    this.offsets = offsets;
  }

  /** Number of rows. */
  public int rows() {
    return labels.length;
  }

  /** Number of dictionary entries, the rows of a model's local table. */
  public int features() {
    return featureIds.length;
  }

  /** Number of entries. */
  public int nonZeros() {
    return rowOffsets[rowOffsets.length - 1];
  }

  /** The dictionary: global feature ids, strictly ascending; not to be written to. */
  public int[] featureIds() {
    return featureIds;
  }

  public double label(int row) {
    return labels[row];
  }

  public double weight(int row) {
    return weights == null ? 1.0 : weights[row];
  }

  /** Adds what the rows' scores are offset by, for models with one score a row. */
  public void addOffsets(double[] scores) {
    double[] added = offsets;
    if (added == null) {
      return;
    }
    for (int row = 0; row < added.length; row++) {
      scores[row] += added[row];
    }
  }

  /** The sum of the rows' weights, in row order. */
  public double weightSum() {
    if (weights == null) {
      return rows();
    }
    double sum = 0.0;
    for (double weight : weights) {
      sum += weight;
    }
    return sum;
  }

  /** The first entry of a row; {@code entryStart(rows())} is {@link #nonZeros}. */
  public int entryStart(int row) {
    return rowOffsets[row];
  }

  /** The dictionary place of an entry. */
  public int localId(int entry) {
    return localIds == null ? entry : localIds[entry];
  }

  /** The value of an entry. */
  public double value(int entry) {
    return values == null ? 1.0 : values[entry];
  }

  /**
   * The product of the rows with a vector: {@code scores[r] = start + sum over the row's entries,
   * in order, of value * vector[feature]}.
   *
   * @param vector one number for each dictionary entry
   * @param scores written; at least {@link #rows} long
   */
  public void multiply(double[] vector, double start, double[] scores) {
    int[] offsets = rowOffsets;
    char[] ids = localIds;
    double[] factors = values;
    for (int row = 0; row < labels.length; row++) {
      double score = start;
      int end = offsets[row + 1];
      if (ids == null) {
        for (int entry = offsets[row]; entry < end; entry++) {
          score += value(entry) * vector[entry];
        }
      } else if (factors == null) {
        for (int entry = offsets[row]; entry < end; entry++) {
          score += vector[ids[entry]];
        }
      } else {
        for (int entry = offsets[row]; entry < end; entry++) {
          score += factors[entry] * vector[ids[entry]];
        }
      }
      scores[row] = score;
    }
  }

  /**
   * Adds the product of the transposed rows with one coefficient a row: {@code result[feature] +=
   * coefficient * value}, row after row, entry after entry.
   *
   * @param result one number for each dictionary entry, added to
   */
  public void addTransposed(double[] coefficients, double[] result) {
    int[] offsets = rowOffsets;
    char[] ids = localIds;
    double[] factors = values;
    for (int row = 0; row < labels.length; row++) {
      double coefficient = coefficients[row];
      int end = offsets[row + 1];
      if (ids == null) {
        for (int entry = offsets[row]; entry < end; entry++) {
          result[entry] += coefficient * value(entry);
        }
      } else if (factors == null) {
        for (int entry = offsets[row]; entry < end; entry++) {
          result[ids[entry]] += coefficient;
        }
      } else {
        for (int entry = offsets[row]; entry < end; entry++) {
          result[ids[entry]] += coefficient * factors[entry];
        }
      }
    }
  }

  /**
   * The product of the rows with a matrix: {@code scores[r, c] = start[c] + sum over the row's
   * entries, in order, of value * matrix[feature, c]}.
   *
   * @param matrix a row of as many columns as {@code start} has for each dictionary entry
   * @param scores written, row after row; at least rows x columns long
   */
  public void multiply(double[] matrix, double[] start, double[] scores) {
    new ColumnTiles(rowOffsets, localIds, values).multiply(matrix, start, scores);
  }

  /**
   * Adds the product of the transposed rows with some coefficients a row: {@code result[feature, c]
   * += coefficients[r, c] * value}, row after row, entry after entry.
   *
   * @param result a row of {@code columns} for each dictionary entry, added to
   */
  public void addTransposed(int columns, double[] coefficients, double[] result) {
    new ColumnTiles(rowOffsets, localIds, values).addTransposed(columns, coefficients, result);
  }

  /**
   * The product of the rows' squared values with a vector: {@code result[r] = sum over the row's
   * entries, in order, of value² * vector[feature]}.
   *
   * @param vector one number for each dictionary entry
   * @param result written; at least {@link #rows} long
   */
  public void multiplySquares(double[] vector, double[] result) {
    if (values == null) {
      // Ones are their own squares.
      multiply(vector, 0.0, result);
      return;
    }
    for (int row = 0; row < labels.length; row++) {
      double sum = 0.0;
      int end = rowOffsets[row + 1];
      for (int entry = rowOffsets[row]; entry < end; entry++) {
        double value = values[entry];
        sum += value * value * vector[localId(entry)];
      }
      result[row] = sum;
    }
  }

  /**
   * Adds the product of the transposed rows' squared values with one coefficient a row: {@code
   * result[feature] += coefficient * value²}, row after row, entry after entry.
   *
   * @param result one number for each dictionary entry, added to
   */
  public void addTransposedSquares(double[] coefficients, double[] result) {
    if (values == null) {
      addTransposed(coefficients, result);
      return;
    }
    for (int row = 0; row < labels.length; row++) {
      int end = rowOffsets[row + 1];
      for (int entry = rowOffsets[row]; entry < end; entry++) {
        double value = values[entry];
        result[localId(entry)] += coefficients[row] * value * value;
      }
    }
  }
}
