package io.adamant.engine;

import io.adamant.linalg.SortedIds;
import io.adamant.linalg.SparseRows;
import io.adamant.linalg.TreeSum;
import java.io.Serializable;

/**
 * What a subtree of lanes contributes to a step: sums over its rows, and the features that it will
 * touch in the step after. Statistics travel here, not in accumulators, which count retries twice.
 */
public final class PartialGradient implements Serializable {
  /** Value of {@link #nonFiniteLane} where all is finite. */
  public static final int NONE = -1;

  private final SparseRows table;
  private final double[][] tensors;
  private final double lossSum;
  private final double weightSum;
  private final long rows;
  private final int nonFiniteLane;
  private final int[] nextFeatures;

  /**
   * @param table sum of weight x gradient of the table rows that have one; their ids are places in
   *     the step's working set
   * @param tensors sum of weight x gradient of the dense tensors
   * @param lossSum sum of weight x loss
   * @param weightSum sum of weights
   * @param rows number of rows
   * @param nonFiniteLane the first lane whose loss is not finite, or {@link #NONE}
   * @param nextFeatures features of the next step's blocks, strictly ascending
   */
  public PartialGradient(
      SparseRows table,
      double[][] tensors,
      double lossSum,
      double weightSum,
      long rows,
      int nonFiniteLane,
      int[] nextFeatures) {
    this.table = table;
    this.tensors = tensors;
    this.lossSum = lossSum;
    this.weightSum = weightSum;
    this.rows = rows;
    this.nonFiniteLane = nonFiniteLane;
    this.nextFeatures = nextFeatures;
  }

  /**
   * The node above some subtrees.
   *
   * @param parts the subtrees, by ascending lanes; their number is a power of two
   * @param rows number of rows in the working set
   */
  public static PartialGradient sum(PartialGradient[] parts, int rows) {
    SparseRows[] tables = new SparseRows[parts.length];
    int[][] nextFeatures = new int[parts.length][];
    for (int i = 0; i < parts.length; i++) {
      tables[i] = parts[i].table;
      nextFeatures[i] = parts[i].nextFeatures;
    }
    PartialGradient rest = LaneTree.fold(parts, PartialGradient::sumButRows);
    return new PartialGradient(
        TreeSum.of(tables, rows),
        rest.tensors,
        rest.lossSum,
        rest.weightSum,
        rest.rows,
        rest.nonFiniteLane,
        SortedIds.union(nextFeatures));
  }

  private static PartialGradient sumButRows(PartialGradient left, PartialGradient right) {
    return new PartialGradient(
        SparseRows.empty(left.table.columns()),
        sum(left.tensors, right.tensors),
        left.lossSum + right.lossSum,
        left.weightSum + right.weightSum,
        left.rows + right.rows,
        left.nonFiniteLane == NONE ? right.nonFiniteLane : left.nonFiniteLane,
        new int[0]);
  }

  private static double[][] sum(double[][] left, double[][] right) {
    double[][] sums = new double[left.length][];
    for (int i = 0; i < left.length; i++) {
      double[] sum = left[i].clone();
      for (int j = 0; j < sum.length; j++) {
        sum[j] += right[i][j];
      }
      sums[i] = sum;
    }
    return sums;
  }

  /** The same with other ids of the table's rows. */
  PartialGradient withIds(int[] ids) {
    return new PartialGradient(
        new SparseRows(table.columns(), ids, table.values()),
        tensors,
        lossSum,
        weightSum,
        rows,
        nonFiniteLane,
        nextFeatures);
  }

  public SparseRows table() {
    return table;
  }

  public double[][] tensors() {
    return tensors;
  }

  public double lossSum() {
    return lossSum;
  }

  public double weightSum() {
    return weightSum;
  }

  public long rows() {
    return rows;
  }

  public int nonFiniteLane() {
    return nonFiniteLane;
  }

  public int[] nextFeatures() {
    return nextFeatures;
  }

  /** About the bytes that it takes on the wire. */
  public long wireBytes() {
    int[] ids = table.ids();
    return WorkingSet.wireBytes(ids, table.values().length, tensors)
        + WorkingSet.wireBytes(nextFeatures, 0, new double[0][])
        + 2L * Double.BYTES;
  }
}
