package io.adamant.engine;

import io.adamant.linalg.SortedIds;
import io.adamant.linalg.SparseRows;
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
   * @param table sum of weight x gradient of the table rows that have one
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

  /** The node above two subtrees: {@code left} holds the lower lanes. */
  public static PartialGradient sum(PartialGradient left, PartialGradient right) {
    return new PartialGradient(
        SparseRows.sum(left.table, right.table),
        sum(left.tensors, right.tensors),
        left.lossSum + right.lossSum,
        left.weightSum + right.weightSum,
        left.rows + right.rows,
        left.nonFiniteLane == NONE ? right.nonFiniteLane : left.nonFiniteLane,
        SortedIds.union(left.nextFeatures, right.nextFeatures));
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
