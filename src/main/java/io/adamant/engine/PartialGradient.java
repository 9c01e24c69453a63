package io.adamant.engine;

import io.adamant.linalg.Finite;
import io.adamant.linalg.SortedIds;
import io.adamant.linalg.SparseRows;
import io.adamant.linalg.TreeSum;
import io.adamant.linalg.WirePrecision;
import java.io.Serializable;

/**
 * What a subtree of lanes contributes to a step: sums over its rows, and the features that it will
 * touch in the step after. Statistics travel here, not in accumulators, which count retries twice.
 */
public final class PartialGradient implements Serializable {
  /** In place of a lane: there is none. */
  public static final int NONE = -1;

  private final WirePrecision precision;
  private final SparseRows table;
  private final double[][] tensors;
  private final double lossSum;
  private final double weightSum;
  private final long rows;
  private final int nonFiniteLane;
  private final int overflowLane;
  private final int[] nextFeatures;
  private final Tally tally;

  /**
   * With nothing in its {@link #tally}.
   *
   * @param precision which holds all values of table and tensors
   * @param table sum of weight x gradient of the table rows that have one; their ids are places in
   *     the step's working set
   * @param tensors sum of weight x gradient of the dense tensors
   * @param lossSum sum of weight x loss
   * @param weightSum sum of weights
   * @param rows number of rows
   * @param nonFiniteLane the first lane whose loss is not finite, or {@link #NONE}; where sums are
   *     rounded, also one whose gradient was not finite before
   * @param overflowLane the first lane whose gradient was finite before it was rounded, and is not
   *     now, or {@link #NONE}
   * @param nextFeatures features of the next step's blocks, strictly ascending
   */
  public PartialGradient(
      WirePrecision precision,
      SparseRows table,
      double[][] tensors,
      double lossSum,
      double weightSum,
      long rows,
      int nonFiniteLane,
      int overflowLane,
      int[] nextFeatures) {
    this(
        precision,
        table,
        tensors,
        lossSum,
        weightSum,
        rows,
        nonFiniteLane,
        overflowLane,
        nextFeatures,
        Tally.NONE);
  }

  private PartialGradient(
      WirePrecision precision,
      SparseRows table,
      double[][] tensors,
      double lossSum,
      double weightSum,
      long rows,
      int nonFiniteLane,
      int overflowLane,
      int[] nextFeatures,
      Tally tally) {
    this.precision = precision;
    this.table = table;
    this.tensors = tensors;
    this.lossSum = lossSum;
    this.weightSum = weightSum;
    this.rows = rows;
    this.nonFiniteLane = nonFiniteLane;
    this.overflowLane = overflowLane;
    this.nextFeatures = nextFeatures;
    this.tally = tally;
  }

  /** The same with a tally of what it has counted. */
  public PartialGradient withTally(Tally counted) {
    return new PartialGradient(
        precision,
        table,
        tensors,
        lossSum,
        weightSum,
        rows,
        nonFiniteLane,
        overflowLane,
        nextFeatures,
        counted);
  }

  /**
   * A leaf of the lane tree, rounded to a precision in place.
   *
   * @param lane the leaf's own
   */
  PartialGradient rounded(WirePrecision to, int lane) {
    if (!to.rounds()) {
      return this;
    }
    boolean wasFinite = isFinite();
    to.round(table.values());
    for (double[] tensor : tensors) {
      to.round(tensor);
    }
    return new PartialGradient(
        to,
        table,
        tensors,
        lossSum,
        weightSum,
        rows,
        wasFinite ? nonFiniteLane : lane,
        wasFinite && !isFinite() ? lane : NONE,
        nextFeatures,
        tally);
  }

  /** Whether no sum of gradients is NaN or infinite. */
  boolean isFinite() {
    return Finite.all(table.values()) && Finite.all(tensors);
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
        rest.precision,
        TreeSum.of(tables, rows, rest.precision),
        rest.tensors,
        rest.lossSum,
        rest.weightSum,
        rest.rows,
        rest.nonFiniteLane,
        rest.overflowLane,
        SortedIds.union(nextFeatures),
        rest.tally);
  }

  private static PartialGradient sumButRows(PartialGradient left, PartialGradient right) {
    return new PartialGradient(
        left.precision,
        SparseRows.empty(left.table.columns()),
        sum(left.tensors, right.tensors, left.precision),
        left.lossSum + right.lossSum,
        left.weightSum + right.weightSum,
        left.rows + right.rows,
        left.nonFiniteLane == NONE ? right.nonFiniteLane : left.nonFiniteLane,
        left.overflowLane == NONE ? right.overflowLane : left.overflowLane,
        new int[0],
        left.tally.plus(right.tally));
  }

  private static double[][] sum(double[][] left, double[][] right, WirePrecision precision) {
    double[][] sums = new double[left.length][];
    for (int i = 0; i < left.length; i++) {
      double[] sum = left[i].clone();
      for (int j = 0; j < sum.length; j++) {
        sum[j] += right[i][j];
      }
      precision.round(sum);
      sums[i] = sum;
    }
    return sums;
  }

  /** The same with other ids of the table's rows. */
  PartialGradient withIds(int[] ids) {
    return new PartialGradient(
        precision,
        new SparseRows(table.columns(), ids, table.values()),
        tensors,
        lossSum,
        weightSum,
        rows,
        nonFiniteLane,
        overflowLane,
        nextFeatures,
        tally);
  }

  /** In which numbers it travels, and to which each node of the lane tree is rounded. */
  public WirePrecision precision() {
    return precision;
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

  /** Mean loss; 0 where all weights are zero. */
  public double meanLoss() {
    return lossSum / (weightSum == 0 ? 1 : weightSum);
  }

  public long rows() {
    return rows;
  }

  public int nonFiniteLane() {
    return nonFiniteLane;
  }

  public int overflowLane() {
    return overflowLane;
  }

  public int[] nextFeatures() {
    return nextFeatures;
  }

  /** Which blocks were counted. */
  public Tally tally() {
    return tally;
  }

  /** About the bytes that it takes on the wire. */
  public long wireBytes() {
    int[] ids = table.ids();
    return WorkingSet.wireBytes(precision, ids, table.values().length, tensors)
        + WorkingSet.wireBytes(precision, nextFeatures, 0, new double[0][])
        + 2L * Double.BYTES
        + 2L * Long.BYTES;
  }
}
