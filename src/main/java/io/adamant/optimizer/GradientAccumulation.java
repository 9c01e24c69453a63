package io.adamant.optimizer;

import io.adamant.linalg.SparseRows;
import java.io.Serializable;
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
