package io.adamant.linalg;

import java.util.Arrays;

/** Set operations on strictly ascending arrays of ids. */
public final class SortedIds {
  private static final int RADIX_BITS = 11;
  private static final int RADIX_MASK = (1 << RADIX_BITS) - 1;

  /** Ids that are written for a word of bits in any case: few words of a step's union have more. */
  private static final int WRITTEN_AT_ONCE = 8;

  /** Where a bucket has more ids than this, inserting each in its place takes too long. */
  private static final int MOST_INSERTED = 64;

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
        : unionBySorting(lists, total, largest);
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
      n = write(present[place], place << 6, union, n);
    }
    return union;
  }

  /**
   * Writes the ids of a word of bits from place {@code n} on; returns the place behind them.
   *
   * <p>Eight are written whether the word has them or not, and overwritten by those of the words
   * after it: a branch at the last id of each word would be mispredicted at most words.
   */
  private static int write(long bits, int first, int[] ids, int n) {
    long word = bits;
    int end = n + Long.bitCount(word);
    if (n + WRITTEN_AT_ONCE > ids.length) {
      for (int i = n; i < end; i++, word &= word - 1) {
        ids[i] = first | Long.numberOfTrailingZeros(word);
      }
      return end;
    }
    for (int i = n; i < n + WRITTEN_AT_ONCE; i++, word &= word - 1) {
      ids[i] = first | Long.numberOfTrailingZeros(word);
    }
    for (int i = n + WRITTEN_AT_ONCE; i < end; i++, word &= word - 1) {
      ids[i] = first | Long.numberOfTrailingZeros(word);
    }
    return end;
  }

  /**
   * The lists are dealt into buckets by the leading bits of their ids, about one id to a bucket,
   * where they are nearly in order. Ids that crowd in few buckets are sorted by their digits.
   */
  private static int[] unionBySorting(int[][] lists, int total, int largest) {
    int bits = Integer.SIZE - Integer.numberOfLeadingZeros(largest);
    int shift = Math.max(0, bits - (Integer.SIZE - Integer.numberOfLeadingZeros(total)));
    int[] starts = new int[(largest >>> shift) + 2];
    for (int[] list : lists) {
      for (int id : list) {
        starts[(id >>> shift) + 1]++;
      }
    }
    int most = 0;
    for (int bucket = 1; bucket < starts.length; bucket++) {
      most = Math.max(most, starts[bucket]);
      starts[bucket] += starts[bucket - 1];
    }
    int[] ids = new int[total];
    for (int[] list : lists) {
      for (int id : list) {
        ids[starts[id >>> shift]++] = id;
      }
    }
    if (most > MOST_INSERTED) {
      sort(ids);
    } else {
      insertionSort(ids);
    }
    return distinct(ids);
  }

  /** For ids that are nearly in order. */
  private static void insertionSort(int[] ids) {
    for (int i = 1; i < ids.length; i++) {
      int id = ids[i];
      int at = i;
      for (; at > 0 && ids[at - 1] > id; at--) {
        ids[at] = ids[at - 1];
      }
      ids[at] = id;
    }
  }

  /** Ascending ids, at least one, each once. */
  private static int[] distinct(int[] ids) {
    int n = 0;
    for (int i = 0; i < ids.length - 1; i++) {
      ids[n] = ids[i];
      // One where the next is higher, without a branch.
      n += (ids[i] - ids[i + 1]) >>> 31;
    }
    ids[n++] = ids[ids.length - 1];
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
