package io.adamant.linalg;

import java.util.Arrays;

/** Set operations on strictly ascending arrays of ids. */
public final class SortedIds {
  private SortedIds() {}

  /**
   * The union of two strictly ascending arrays, strictly ascending. Returns one of the arguments
   * itself where it already holds the union, so the result must not be written to.
   */
  public static int[] union(int[] a, int[] b) {
    if (a.length == 0) {
      return b;
    }
    if (b.length == 0) {
      return a;
    }
    int[] union = new int[a.length + b.length];
    int i = 0;
    int j = 0;
    int n = 0;
    while (i < a.length && j < b.length) {
      int x = a[i];
      int y = b[j];
      union[n++] = Math.min(x, y);
      // Two conditional increments instead of three branches: which side is smaller is a coin toss
      // on hashed features, and a mispredicted branch costs more than the merge.
      i += x <= y ? 1 : 0;
      j += y <= x ? 1 : 0;
    }
    while (i < a.length) {
      union[n++] = a[i++];
    }
    while (j < b.length) {
      union[n++] = b[j++];
    }
    if (n == a.length) {
      return a;
    }
    return n == b.length ? b : Arrays.copyOf(union, n);
  }

  /** Whether the array is strictly ascending and free of negative ids. */
  public static boolean areStrictlyAscending(int[] ids) {
    int previous = -1;
    for (int id : ids) {
      if (id <= previous) {
        return false;
      }
      previous = id;
    }
    return true;
  }
}
