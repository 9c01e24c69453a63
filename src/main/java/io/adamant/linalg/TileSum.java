package io.adamant.linalg;

import java.util.Arrays;

/**
 * The tree sum of leaves that list a good part of all rows. A tile of rows at a time is laid out
 * densely, small enough for the cache, and added up in whole-array loops that the compiler turns
 * into vector instructions: no branch depends on which rows a leaf lists.
 *
 * <p>A row that a subtree does not list stands at {@code -0.0} there. Adding that changes no bit of
 * any number, and no sum that starts at {@code +0.0} comes to it, so it also tells which rows are
 * listed.
 */
final class TileSum {
  private static final double ABSENT = -0.0;
  private static final long ABSENT_BITS = Double.doubleToRawLongBits(ABSENT);

  /** Values of a tile: 16 KiB, so that those of a few levels stay in the first two caches. */
  private static final int TILE_VALUES = 1 << 11;

  private final SparseRows[] leaves;
  private final int columns;
  private final WirePrecision precision;

  /** For each leaf, the first entry that no tile has taken yet. */
  private final int[] next;

  /** For each leaf, the entry behind its last one. */
  private final int[] ends;

  /** For each level, the sum of a left subtree that waits for the right one. */
  private final double[][] waiting;

  /** The sum of the subtree at hand. */
  private double[] sums;

  private TileSum(LeafRange range, int tileRows, WirePrecision precision) {
    leaves = range.leaves;
    this.precision = precision;
    columns = leaves[0].columns();
    next = range.starts;
    ends = range.ends;
    int levels = Integer.SIZE - Integer.numberOfLeadingZeros(leaves.length / 2);
    waiting = new double[levels][tileRows * columns];
    sums = new double[tileRows * columns];
  }

  /** The sum of a range of rows; see {@link TreeSum#of}. The range is used up. */
  static SparseRows of(LeafRange range, WirePrecision precision) {
    int rows = range.rows();
    int columns = range.leaves[0].columns();
    // One more than can be listed: each row is written before it is known whether it is listed.
    int most = (int) Math.min(rows, range.entries() + 1);
    int[] ids = new int[most];
    double[] values = new double[Math.multiplyExact(most, columns)];
    int tileRows = Math.max(1, TILE_VALUES / columns);
    TileSum tile = new TileSum(range, tileRows, precision);
    int n = 0;
    for (int first = range.first; first < range.end; first += tileRows) {
      int count = Math.min(tileRows, range.end - first);
      tile.addLeaves(first, count);
      n = tile.copyListed(first, count, ids, values, n);
    }
    return n == most
        ? new SparseRows(columns, ids, values)
        : new SparseRows(columns, Arrays.copyOf(ids, n), Arrays.copyOf(values, n * columns));
  }

  /** Leaves {@code sums} with the sum of all leaves. */
  private void addLeaves(int first, int rows) {
    int size = rows * columns;
    int pairs = (leaves.length + 1) / 2;
    for (int pair = 0; pair < pairs; pair++) {
      Arrays.fill(sums, 0, size, ABSENT);
      for (int leaf = 2 * pair; leaf < Math.min(2 * pair + 2, leaves.length); leaf++) {
        addLeaf(leaf, first, rows);
      }
      precision.roundSums(sums, size);
      // As in a binary counter: ones are subtrees that wait, and a carry completes them.
      boolean last = pair == pairs - 1;
      int level = 0;
      for (int counter = pair; last ? counter != 0 : (counter & 1) != 0; counter >>= 1) {
        if ((counter & 1) != 0) {
          add(waiting[level], sums, size);
          precision.roundSums(sums, size);
        }
        level++;
      }
      if (!last) {
        double[] free = waiting[level];
        waiting[level] = sums;
        sums = free;
      }
    }
  }

  private void addLeaf(int leaf, int first, int rows) {
    int[] ids = leaves[leaf].ids();
    double[] values = leaves[leaf].values();
    double[] sums = this.sums;
    int end = first + rows;
    int entry = next[leaf];
    int entries = ends[leaf];
    if (columns == 1) {
      for (; entry < entries && ids[entry] < end; entry++) {
        sums[ids[entry] - first] += values[entry];
      }
    } else {
      for (; entry < entries && ids[entry] < end; entry++) {
        int at = (ids[entry] - first) * columns;
        int from = entry * columns;
        for (int column = 0; column < columns; column++) {
          sums[at + column] += values[from + column];
        }
      }
    }
    next[leaf] = entry;
  }

  /** {@code right = left + right}. */
  private static void add(double[] left, double[] right, int size) {
    for (int i = 0; i < size; i++) {
      right[i] = left[i] + right[i];
    }
  }

  private int copyListed(int first, int rows, int[] ids, double[] values, int n) {
    double[] sums = this.sums;
    int to = n;
    if (columns == 1) {
      for (int row = 0; row < rows; row++) {
        // Written in any case, and overwritten if it was not listed: cheaper than a branch.
        ids[to] = first + row;
        values[to] = sums[row];
        to += Double.doubleToRawLongBits(sums[row]) == ABSENT_BITS ? 0 : 1;
      }
      return to;
    }
    for (int row = 0; row < rows; row++) {
      if (Double.doubleToRawLongBits(sums[row * columns]) != ABSENT_BITS) {
        ids[to] = first + row;
        System.arraycopy(sums, row * columns, values, to * columns, columns);
        to++;
      }
    }
    return to;
  }
}
