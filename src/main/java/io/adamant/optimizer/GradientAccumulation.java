package io.adamant.optimizer;

import io.adamant.linalg.SparseRows;
import java.io.Serializable;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The gradients that have been gathered since the last step: their weighted sum, so that a step
 * over k batches is that of one batch k times as large, to rounding.
 */
final class GradientAccumulation implements Serializable {
  private @Nullable SparseRows table;
  private double[][] tensors = new double[0][];
  private double weight;
  private int count;

  GradientAccumulation() {}

  /** What was accumulated before the state was saved. */
  GradientAccumulation(
      StateHeader.Accumulated saved, int columns, @Nullable AccumulatedTables tables) {
    if (tables != null) {
      table = new SparseRows(columns, tables.ids(), tables.values());
      tensors = tables.tensors();
    }
    weight = saved.weight();
    count = saved.gradients();
  }

  /** The same, apart from what is added later. Tables are replaced, not written to. */
  GradientAccumulation copy() {
    GradientAccumulation copy = new GradientAccumulation();
    copy.table = table;
    copy.tensors = Arrays.stream(tensors).map(double[]::clone).toArray(double[][]::new);
    copy.weight = weight;
    copy.count = count;
    return copy;
  }

  StateHeader.Accumulated header() {
    return new StateHeader.Accumulated(count, weight, table == null ? 0 : table.size());
  }

  /** The weighted sum as tables; null where there is none. */
  @Nullable AccumulatedTables tables() {
    return table == null ? null : AccumulatedTables.of(table, tensors);
  }

  /** Number of gradients since the last step. */
  int count() {
    return count;
  }

  /**
   * Adds a mean gradient.
   *
   * @param weight what it was divided by; 0 where it is zero
   */
  void add(Gradient gradient, double weight) {
    Gradient weighted = gradient.times(weight);
    if (table == null) {
      table = weighted.table();
      tensors = weighted.tensors();
    } else {
      table = SparseRows.sum(table, weighted.table());
      for (int i = 0; i < tensors.length; i++) {
        for (int j = 0; j < tensors[i].length; j++) {
          tensors[i][j] += weighted.tensors()[i][j];
        }
      }
    }
    this.weight += weight;
    count++;
  }

  /** The mean of all that was added, which is then forgotten. */
  Gradient take() {
    if (table == null) {
      throw new IllegalStateException("no gradient was accumulated");
    }
    // Rows of weight zero say nothing: their sums are zero, and so is their mean.
    Gradient mean = Gradient.mean(table, tensors, weight == 0 ? 1 : weight);
    table = null;
    tensors = new double[0][];
    weight = 0;
    count = 0;
    return mean;
  }
}
