package io.adamant.linalg;

import java.util.Arrays;

/**
 * Finds ids in a strictly ascending array: from an id to its place, in constant time.
 *
 * <p>Where the ids are dense enough it is a bit for each possible id and, for each 64 of them, the
 * number of ids before: a place is then a population count, without a branch (Jacobson, "Space-
 * efficient static trees and graphs", 1989). Where they are sparse it is a table from an id's
 * leading bits to the first place to look at.
 */
public final class IdIndex {
  /** The place of an id that is not in the array. */
  public static final int ABSENT = -1;

  /** With more words of bits than this for each id, the table takes less memory. */
  private static final int MOST_WORDS_PER_ID = 4;

  /** Buckets for each id, so that most hold none or one. */
  private static final int BUCKETS_PER_ID = 4;

  private final int[] ids;
  private final long[] bits;

  /** For bits: the number of ids before each word. For buckets: the first place of each. */
  private final int[] before;

  private final int bucketShift;

  /**
   * @param ids strictly ascending
   */
  public IdIndex(int[] ids) {
    this.ids = ids;
    int largest = ids.length == 0 ? 0 : ids[ids.length - 1];
    int words = largest / Long.SIZE + 1;
    if (words <= (long) MOST_WORDS_PER_ID * ids.length) {
      bits = new long[words];
      for (int id : ids) {
        bits[id >>> 6] |= 1L << id;
      }
      before = new int[words];
      int count = 0;
      for (int word = 0; word < words; word++) {
        before[word] = count;
        count += Long.bitCount(bits[word]);
      }
      bucketShift = 0;
    } else {
      bits = new long[0];
      int idBits = Integer.SIZE - Integer.numberOfLeadingZeros(largest);
      long buckets = (long) BUCKETS_PER_ID * ids.length;
      int bucketBits = Long.SIZE - Long.numberOfLeadingZeros(buckets);
      bucketShift = Math.max(0, idBits - bucketBits);
      before = new int[(largest >>> bucketShift) + 1];
      int bucket = 0;
      for (int place = 0; place < ids.length; place++) {
        for (; bucket <= ids[place] >>> bucketShift; bucket++) {
          before[bucket] = place;
        }
      }
    }
  }

  /**
   * The places of some ids.
   *
   * @param wanted strictly ascending
   * @return the place of each in the array, or {@link #ABSENT}
   */
  public int[] placesOf(int[] wanted) {
    return bits.length > 0 ? placesByBits(wanted) : placesByBuckets(wanted);
  }

  private int[] placesByBits(int[] wanted) {
    long[] bits = this.bits;
    int[] before = this.before;
    int[] places = new int[wanted.length];
    for (int i = 0; i < wanted.length; i++) {
      int id = wanted[i];
      int word = id >>> 6;
      if (word >= bits.length) {
        Arrays.fill(places, i, places.length, ABSENT);
        break;
      }
      long bit = 1L << id;
      int place = before[word] + Long.bitCount(bits[word] & (bit - 1));
      places[i] = (bits[word] & bit) == 0 ? ABSENT : place;
    }
    return places;
  }

  private int[] placesByBuckets(int[] wanted) {
    int[] ids = this.ids;
    int[] before = this.before;
    int[] places = new int[wanted.length];
    int at = 0;
    for (int i = 0; i < wanted.length; i++) {
      int id = wanted[i];
      int bucket = id >>> bucketShift;
      // Both arrays ascend: the place never moves back, so even badly spread ids cost one pass.
      at = Math.max(at, bucket < before.length ? before[bucket] : ids.length);
      while (at < ids.length && ids[at] < id) {
        at++;
      }
      places[i] = at < ids.length && ids[at] == id ? at : ABSENT;
    }
    return places;
  }
}
