package io.adamant.linalg;

import java.util.Arrays;

/**
 * Finds ids in a strictly ascending array: from an id to its place, in constant time.
 *
 * <p>Where the ids are dense enough it is a bit for each possible id and, beside each 32 of them,
 * the number of ids before: a place is then one load and a population count, without a branch
 * (Jacobson, "Space-efficient static trees and graphs", 1989). Where they are sparse it is a table
 * from an id's leading bits to the first place to look at.
 */
public final class IdIndex {
  /** The place of an id that is not in the array. */
  public static final int ABSENT = -1;

  /** With more words of bits than this for each id, the table takes less memory. */
  private static final int MOST_WORDS_PER_ID = 1;

  /** Buckets for each id, at least, so that most hold none or one. */
  private static final int BUCKETS_PER_ID = 2;

  private final int[] ids;

  /** For each 32 possible ids: the number of ids before them (high half), and a bit for each. */
  private final long[] ranks;

  /** For each value of an id's leading bits, and one more, how many ids have lower ones. */
  private final int[] buckets;

  private final int bucketShift;

  /**
   * @param ids strictly ascending
   */
  public IdIndex(int[] ids) {
    this.ids = ids;
    int largest = ids.length == 0 ? 0 : ids[ids.length - 1];
    int words = largest / Integer.SIZE + 1;
    if (words <= (long) MOST_WORDS_PER_ID * ids.length) {
      ranks = ranks(ids, words);
      buckets = new int[0];
      bucketShift = 0;
    } else {
      ranks = new long[0];
      int idBits = Integer.SIZE - Integer.numberOfLeadingZeros(largest);
      int bucketBits = Long.SIZE - Long.numberOfLeadingZeros((long) BUCKETS_PER_ID * ids.length);
      bucketShift = Math.max(0, idBits - bucketBits);
      buckets = buckets(ids, (largest >>> bucketShift) + 1, bucketShift);
    }
  }

  private static long[] ranks(int[] ids, int words) {
    long[] ranks = new long[words];
    for (int id : ids) {
      ranks[id >>> 5] |= 1L << (id & 31);
    }
    long count = 0;
    for (int word = 0; word < words; word++) {
      int bits = Long.bitCount(ranks[word]);
      ranks[word] |= count << 32;
      count += bits;
    }
    return ranks;
  }

  private static int[] buckets(int[] ids, int count, int shift) {
    // Counted and summed up: a loop that fills up to the next id mispredicts its end at each.
    int[] buckets = new int[count + 1];
    for (int id : ids) {
      buckets[(id >>> shift) + 1]++;
    }
    for (int bucket = 1; bucket <= count; bucket++) {
      buckets[bucket] += buckets[bucket - 1];
    }
    return buckets;
  }

  /**
   * The places of some ids.
   *
   * @param wanted strictly ascending
   * @return the place of each in the array, or {@link #ABSENT}
   */
  public int[] placesOf(int[] wanted) {
    return ranks.length > 0 ? placesByRank(wanted) : placesByBuckets(wanted);
  }

  private int[] placesByRank(int[] wanted) {
    long[] ranks = this.ranks;
    int[] places = new int[wanted.length];
    for (int i = 0; i < wanted.length; i++) {
      int id = wanted[i];
      int word = id >>> 5;
      if (word >= ranks.length) {
        Arrays.fill(places, i, places.length, ABSENT);
        break;
      }
      long rank = ranks[word];
      int bit = 1 << id;
      int place = (int) (rank >>> 32) + Integer.bitCount((int) rank & (bit - 1));
      places[i] = ((int) rank & bit) == 0 ? ABSENT : place;
    }
    return places;
  }

  private int[] placesByBuckets(int[] wanted) {
    int[] ids = this.ids;
    int[] buckets = this.buckets;
    int[] places = new int[wanted.length];
    int at = 0;
    for (int i = 0; i < wanted.length; i++) {
      int id = wanted[i];
      int bucket = id >>> bucketShift;
      // Both arrays ascend: the place never moves back, so even badly spread ids cost one pass.
      at = Math.max(at, bucket < buckets.length ? buckets[bucket] : ids.length);
      while (at < ids.length && ids[at] < id) {
        at++;
      }
      places[i] = at < ids.length && ids[at] == id ? at : ABSENT;
    }
    return places;
  }
}
