package io.adamant.linalg;

import java.util.Arrays;

/** The entries of a tree sum's leaves that are of the rows {@code first} to {@code end - 1}. */
final class LeafRange {
  final SparseRows[] leaves;
  final int first;
  final int end;

  /** For each leaf, the first of its entries. */
  final int[] starts;

  /** For each leaf, the entry behind its last one. */
  final int[] ends;

  LeafRange(SparseRows[] leaves, int first, int end) {
    this.leaves = leaves;
    this.first = first;
    this.end = end;
    starts = new int[leaves.length];
    ends = new int[leaves.length];
    for (int leaf = 0; leaf < leaves.length; leaf++) {
      starts[leaf] = firstNotBelow(leaves[leaf].ids(), first);
      ends[leaf] = firstNotBelow(leaves[leaf].ids(), end);
    }
  }

  int rows() {
    return end - first;
  }

  /** Entries of all leaves together. */
  long entries() {
    long entries = 0;
    for (int leaf = 0; leaf < leaves.length; leaf++) {
      entries += ends[leaf] - starts[leaf];
    }
    return entries;
  }

  private static int firstNotBelow(int[] ids, int row) {
    if (ids.length == 0 || ids[ids.length - 1] < row) {
      return ids.length;
    }
    int place = Arrays.binarySearch(ids, row);
    return place < 0 ? -place - 1 : place;
  }
}
