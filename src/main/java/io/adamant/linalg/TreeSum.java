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
  private static final int ROWS_PER_ENTRY = 32;

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
    return (long) rows * leaves.length <= ROWS_PER_ENTRY * entries
        ? TileSum.of(leaves, rows, precision)
        : SortSum.of(leaves, rows, precision);
  }
}
