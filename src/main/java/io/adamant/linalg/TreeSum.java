package io.adamant.linalg;

/**
 * The sum of sparse rows in the order of a binary tree: leaf 0 with leaf 1, leaf 2 with leaf 3,
 * then those sums with each other, and so on.
 *
 * <p>Leaves that do not list a row are left out of its sum, which changes no bit: accumulators that
 * start at {@code +0.0} and only add never hold {@code -0.0}, and adding {@code +0.0} to anything
 * else is exact. So there are two ways to the same bits, one for leaves that list many of the rows
 * and one for leaves that list few.
 */
public final class TreeSum {
  /**
   * Where a leaf lists at least one row in so many, on average, {@link TileSum} goes over all rows:
   * that takes a fraction of a nanosecond a row and leaf, sorting some nanoseconds an entry.
   */
  private static final int ROWS_PER_ENTRY = 64;

  /** The same where nodes are rounded, which takes no vector instructions. */
  private static final int ROUNDED_ROWS_PER_ENTRY = 32;

  /** Entries that are worth a range of rows of their own, which another core may take. */
  private static final int RANGE_ENTRIES = 1 << 17;

  /** More ranges than this would each find too little in a leaf. */
  private static final int MOST_RANGES = 64;

  private TreeSum() {}

  /**
   * Adds up the leaves.
   *
   * @param leaves all of the same number of columns, with no value {@code -0.0}; at least one
   * @param rows an upper limit of the row ids; working memory is in proportion to it
   * @param precision what each node of the tree is rounded to; the leaves already are
   */
  public static SparseRows of(SparseRows[] leaves, int rows, WirePrecision precision) {
    if (leaves.length == 1) {
      return leaves[0];
    }
    long entries = 0;
    for (SparseRows leaf : leaves) {
      entries += leaf.size();
    }
    int rowsPerEntry = precision.rounds() ? ROUNDED_ROWS_PER_ENTRY : ROWS_PER_ENTRY;
    boolean byTiles = (long) rows * leaves.length <= rowsPerEntry * entries;
    int ranges = (int) Math.max(1, Math.min(MOST_RANGES, Math.min(rows, entries / RANGE_ENTRIES)));
    return of(leaves, rows, precision, byTiles, ranges);
  }

  /** A row's sum depends on its own entries alone, so ranges of rows change no bit. */
  static SparseRows of(
      SparseRows[] leaves, int rows, WirePrecision precision, boolean byTiles, int ranges) {
    SparseRows[] parts = new SparseRows[ranges];
    Parallel.forRanges(
        ranges,
        1,
        (from, to) -> {
          for (int i = from; i < to; i++) {
            int first = (int) ((long) rows * i / ranges);
            int end = (int) ((long) rows * (i + 1) / ranges);
            LeafRange range = new LeafRange(leaves, first, end);
            parts[i] = byTiles ? TileSum.of(range, precision) : SortSum.of(range, precision);
          }
        });
    return ranges == 1 ? parts[0] : joined(parts);
  }

  private static SparseRows joined(SparseRows[] parts) {
    int columns = parts[0].columns();
    int rows = 0;
    for (SparseRows part : parts) {
      rows += part.size();
    }
    int[] ids = new int[rows];
    double[] values = new double[Math.multiplyExact(rows, columns)];
    int n = 0;
    for (SparseRows part : parts) {
      System.arraycopy(part.ids(), 0, ids, n, part.size());
      System.arraycopy(part.values(), 0, values, n * columns, part.size() * columns);
      n += part.size();
    }
    return new SparseRows(columns, ids, values);
  }
}
