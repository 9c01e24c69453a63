package io.adamant.optimizer;

import io.adamant.linalg.SparseRows;
import org.jspecify.annotations.Nullable;

/**
 * Accumulated gradients as a saved state holds them: doubles alone, which are exact for row ids.
 */
final class AccumulatedTables {
  private final double[] rows;
  private final double[] values;
  private final double[][] tensors;

  private AccumulatedTables(double[] rows, double[] values, double[][] tensors) {
    this.rows = rows;
    this.values = values;
    this.tensors = tensors;
  }

  static AccumulatedTables of(SparseRows table, double[][] tensors) {
    double[] rows = new double[table.size()];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = table.ids()[i];
    }
    return new AccumulatedTables(rows, table.values(), tensors);
  }

  /** Zeros where saved gradients are to be read into; null where none were saved. */
  static @Nullable AccumulatedTables toFill(StateHeader.Accumulated saved, ParameterLayout layout) {
    if (saved.gradients() == 0) {
      return null;
    }
    double[][] tensors = new double[layout.tensors().size()][];
    for (int i = 0; i < tensors.length; i++) {
      tensors[i] = new double[layout.tensors().get(i).size()];
    }
    double[] values = new double[Math.multiplyExact(saved.rows(), layout.columns())];
    return new AccumulatedTables(new double[saved.rows()], values, tensors);
  }

  /** The ids of the table's rows, ascending. */
  double[] rows() {
    return rows;
  }

  int[] ids() {
    int[] ids = new int[rows.length];
    for (int i = 0; i < ids.length; i++) {
      ids[i] = (int) rows[i];
    }
    return ids;
  }

  /** The sums of the rows, row after row. */
  double[] values() {
    return values;
  }

  double[][] tensors() {
    return tensors;
  }
}
