package io.adamant.linalg;

/**
 * The tree sum of leaves that each list few of all rows.
 *
 * <p>Instead of merging pairs of leaves level by level, all entries are sorted by row in one
 * counting sort, and each row's few entries are folded by themselves: linear in the number of
 * entries, with no branch that depends on hashed ids.
 */
final class SortSum {
  /** Levels of the highest tree: leaf numbers are non-negative ints. */
  private static final int MAX_LEVELS = 31;

  private SortSum() {}

  /** The sum of a range of rows; see {@link TreeSum#of}. */
  static SparseRows of(LeafRange range, WirePrecision precision) {
    int rows = range.rows();
    int columns = range.leaves[0].columns();
    int[] ends = new int[rows + 1];
    int distinct = countUpTo(range, ends);
    int entries = ends[rows];
    int[] leafOf = new int[entries];
    double[] values = new double[Math.multiplyExact(entries, columns)];
    sortByRow(range, ends, leafOf, values);

    int[] ids = new int[distinct];
    double[] sums = new double[Math.multiplyExact(distinct, columns)];
    double[] waiting = new double[MAX_LEVELS];
    boolean rounds = precision.rounds();
    int n = 0;
    int start = 0;
    // sortByRow has moved each start to the end of its row.
    for (int row = 0; row < rows; row++) {
      int end = ends[row];
      if (end > start) {
        ids[n] = range.first + row;
        for (int column = 0; column < columns; column++) {
          sums[n * columns + column] =
              fold(leafOf, values, start, end, columns, column, rounds, waiting);
        }
        n++;
        start = end;
      }
    }
    return new SparseRows(columns, ids, sums);
  }

  /** Makes {@code starts[row]} the number of entries of lower rows; returns how many rows occur. */
  private static int countUpTo(LeafRange range, int[] starts) {
    int first = range.first;
    for (int leaf = 0; leaf < range.leaves.length; leaf++) {
      int[] ids = range.leaves[leaf].ids();
      for (int i = range.starts[leaf]; i < range.ends[leaf]; i++) {
        starts[ids[i] - first]++;
      }
    }
    int distinct = 0;
    int sum = 0;
    for (int row = 0; row < starts.length; row++) {
      int count = starts[row];
      starts[row] = sum;
      sum += count;
      distinct += count > 0 ? 1 : 0;
    }
    return distinct;
  }

  private static void sortByRow(LeafRange range, int[] starts, int[] leafOf, double[] values) {
    int columns = range.leaves[0].columns();
    int first = range.first;
    for (int leaf = 0; leaf < range.leaves.length; leaf++) {
      int[] ids = range.leaves[leaf].ids();
      double[] from = range.leaves[leaf].values();
      int end = range.ends[leaf];
      for (int i = range.starts[leaf]; i < end; i++) {
        int to = starts[ids[i] - first]++;
        leafOf[to] = leaf;
        if (columns == 1) {
          values[to] = from[i];
        } else {
          System.arraycopy(from, i * columns, values, to * columns, columns);
        }
      }
    }
  }

  /**
   * Folds one row's entries, which ascend by leaf. Bit {@code level} of {@code pending} says that
   * {@code waiting[level]} holds the left half of the subtree of that level, complete and waiting
   * for the right half, of which {@code sum} is a part.
   */
  private static double fold(
      int[] leafOf,
      double[] values,
      int start,
      int end,
      int columns,
      int column,
      boolean rounds,
      double[] waiting) {
    double sum = values[start * columns + column];
    int previous = leafOf[start];
    int pending = 0;
    for (int entry = start + 1; entry < end; entry++) {
      int leaf = leafOf[entry];
      int join = MAX_LEVELS - Integer.numberOfLeadingZeros(previous ^ leaf);
      for (int level = Integer.numberOfTrailingZeros(pending);
          level < join;
          level = Integer.numberOfTrailingZeros(pending)) {
        sum = add(waiting[level], sum, rounds);
        pending &= pending - 1;
      }
      waiting[join] = sum;
      pending |= 1 << join;
      sum = values[entry * columns + column];
      previous = leaf;
    }
    for (; pending != 0; pending &= pending - 1) {
      sum = add(waiting[Integer.numberOfTrailingZeros(pending)], sum, rounds);
    }
    return sum;
  }

  private static double add(double left, double right, boolean rounds) {
    double sum = left + right;
    return rounds ? (float) sum : sum;
  }
}
