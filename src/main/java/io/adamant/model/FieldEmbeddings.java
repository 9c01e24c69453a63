package io.adamant.model;

import io.adamant.data.ExampleBlock;
import io.adamant.data.Fields;
import io.adamant.linalg.ColumnGroup;
import io.adamant.linalg.InitialValues;
import java.io.Serializable;
import java.util.List;

/**
 * A table that has a weight w and an embedding v for each feature, and what rows make of it: the
 * linear part {@code Σ_i w_i x_i}, and as a dense input for layers above, field by field, the sum
 * of the embeddings of the field's features:
 *
 * <pre>
 *   e = (e_1, ..., e_fields)     e_f = Σ_{i in f} x_i v_i
 * </pre>
 *
 * A row without a feature of a field has zeros there, one with several has their sum.
 */
final class FieldEmbeddings implements Serializable {
  private final Fields fields;
  private final int dimension;
  private final InitialValues initialEmbeddings;

  /**
   * @param dimension of the embeddings
   */
  FieldEmbeddings(Fields fields, int dimension, InitialValues initialEmbeddings) {
    this.fields = fields;
    this.dimension = dimension;
    this.initialEmbeddings = initialEmbeddings;
  }

  int columns() {
    return 1 + dimension;
  }

  List<ColumnGroup> columnGroups() {
    return List.of(
        new ColumnGroup("weight", 1), new ColumnGroup("embedding", dimension, initialEmbeddings));
  }

  int dimension() {
    return dimension;
  }

  int fields() {
    return fields.count();
  }

  /** Numbers in e. */
  int width() {
    return Math.multiplyExact(fields.count(), dimension);
  }

  /** Adds the linear part. */
  void addLinear(ExampleBlock block, double[] table, double[] scores) {
    double[] weights = new double[block.features()];
    for (int i = 0; i < weights.length; i++) {
      weights[i] = table[i * columns()];
    }
    double[] linear = new double[block.rows()];
    block.multiply(weights, 0.0, linear);
    for (int row = 0; row < linear.length; row++) {
      scores[row] += linear[row];
    }
  }

  /** Adds the linear part's gradient, from the derivative by each row's score. */
  void addLinearGradient(ExampleBlock block, double[] derivatives, double[] gradient) {
    double[] sums = new double[block.features()];
    block.addTransposed(derivatives, sums);
    for (int i = 0; i < sums.length; i++) {
      gradient[i * columns()] += sums[i];
    }
  }

  /** e of each row. */
  double[] concatenated(ExampleBlock block, double[] table) {
    double[] rows = new double[Math.multiplyExact(block.rows(), width())];
    int[] places = places(block);
    for (int row = 0, start = 0; row < block.rows(); row++, start += width()) {
      for (int entry = block.entryStart(row); entry < block.entryStart(row + 1); entry++) {
        int local = block.localId(entry);
        double value = block.value(entry);
        int from = local * columns() + 1;
        int to = start + places[local];
        for (int i = 0; i < dimension; i++) {
          rows[to + i] += value * table[from + i];
        }
      }
    }
    return rows;
  }

  /**
   * Adds the embeddings' gradient.
   *
   * @param derivatives by e of each row
   */
  void addGradient(ExampleBlock block, double[] derivatives, double[] gradient) {
    int[] places = places(block);
    for (int row = 0, start = 0; row < block.rows(); row++, start += width()) {
      for (int entry = block.entryStart(row); entry < block.entryStart(row + 1); entry++) {
        int local = block.localId(entry);
        double value = block.value(entry);
        int from = start + places[local];
        int to = local * columns() + 1;
        for (int i = 0; i < dimension; i++) {
          gradient[to + i] += value * derivatives[from + i];
        }
      }
    }
  }

  /** Of each row {@code Σ_i |v_i|² x_i²}. */
  double[] squares(ExampleBlock block, double[] table) {
    double[] norms = new double[block.features()];
    for (int local = 0; local < norms.length; local++) {
      int first = local * columns() + 1;
      for (int i = first; i < first + dimension; i++) {
        norms[local] += table[i] * table[i];
      }
    }
    double[] squares = new double[block.rows()];
    block.multiplySquares(norms, squares);
    return squares;
  }

  /** Adds the gradient of half of the {@link #squares} with their sign changed. */
  void subtractSquares(
      ExampleBlock block, double[] derivatives, double[] table, double[] gradient) {
    double[] sums = new double[block.features()];
    block.addTransposedSquares(derivatives, sums);
    for (int local = 0; local < sums.length; local++) {
      int first = local * columns() + 1;
      for (int i = first; i < first + dimension; i++) {
        gradient[i] -= sums[local] * table[i];
      }
    }
  }

  /** Where in e each feature of the block is added. */
  private int[] places(ExampleBlock block) {
    int[] places = fields.fieldsOf(block.featureIds());
    for (int i = 0; i < places.length; i++) {
      places[i] *= dimension;
    }
    return places;
  }
}
