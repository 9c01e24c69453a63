package io.adamant.linalg;

import java.util.Arrays;

/** Set operations on strictly ascending arrays of ids. */
public final class SortedIds {
  private static final int RADIX_BITS = 11;
  private static final int RADIX_MASK = (1 << RADIX_BITS) - 1;

  private SortedIds() {}

  /**
   * The union of several strictly ascending arrays, strictly ascending. The result must not be
   * written to.
   */
  public static int[] union(int[][] lists) {
    int total = 0;
    int largest = 0;
    int[] longest = new int[0];
    for (int[] list : lists) {
      total = Math.addExact(total, list.length);
      if (list.length > 0) {
        largest = Math.max(largest, list[list.length - 1]);
      }
      longest = list.length > longest.length ? list : longest;
    }
    if (total == longest.length) {
      return longest;
    }
    // A bit a possible id is read through quickly where it is not much larger than the lists.
    return largest / Long.SIZE <= total
        ? unionByBits(lists, largest)
        : unionBySorting(lists, total);
  }

  private static int[] unionByBits(int[][] lists, int largest) {
    long[] present = new long[largest / Long.SIZE + 1];
    // Each bit by itself: collecting a word's bits first takes a branch a bit, and was slower.
    for (int[] list : lists) {
      for (int id : list) {
        present[id >>> 6] |= 1L << id;
      }
    }
    int size = 0;
    for (long word : present) {
      size += Long.bitCount(word);
    }
    int[] union = new int[size];
    int n = 0;
    for (int place = 0; place < present.length; place++) {
      for (long word = present[place]; word != 0; word &= word - 1) {
        union[n++] = place << 6 | Long.numberOfTrailingZeros(word);
      }
    }
    return union;
  }

  private static int[] unionBySorting(int[][] lists, int total) {
    int[] ids = new int[total];
    int n = 0;
    for (int[] list : lists) {
      System.arraycopy(list, 0, ids, n, list.length);
      n += list.length;
    }
    sort(ids);
    n = 0;
    for (int id : ids) {
      if (n == 0 || ids[n - 1] != id) {
        ids[n++] = id;
      }
    }
    return Arrays.copyOf(ids, n);
  }

  /** Sorts non-negative ids: a radix sort, low digits first. */
  public static void sort(int[] ids) {
    int largest = 0;
    for (int id : ids) {
      largest = Math.max(largest, id);
    }
    int[] from = ids;
    int[] to = new int[ids.length];
    int[] starts = new int[1 << RADIX_BITS];
    int bits = Integer.SIZE - Integer.numberOfLeadingZeros(largest);
    for (int shift = 0; shift < bits; shift += RADIX_BITS) {
      Arrays.fill(starts, 0);
      for (int id : from) {
        starts[(id >>> shift) & RADIX_MASK]++;
      }
      int sum = 0;
      for (int digit = 0; digit < starts.length; digit++) {
        int count = starts[digit];
        starts[digit] = sum;
        sum += count;
      }
      for (int id : from) {
        to[starts[(id >>> shift) & RADIX_MASK]++] = id;
      }
      int[] swap = from;
      from = to;
      to = swap;
    }
    if (from != ids) {
      System.arraycopy(from, 0, ids, 0, ids.length);
    }
  }
}
