package io.adamant.data;

import java.util.Arrays;

/**
 * A bit a possible feature: to add one is to set its bit, and its place is the number of bits below
 * it. This needs neither hashing nor sorting, and is fast as long as the bits stay in cache. A mark
 * is the feature itself.
 */
final class BitmapDictionary implements BlockDictionary {
  /** Features from here on are none of this dictionary's: 512 KB of bits, 256 KB of counts. */
  static final int LIMIT = 1 << 22;

  private long[] words = new long[1 << 8];

  /** A bit a word that has bits, so that small blocks need not look at all words. */
  private long[] used = new long[1 << 2];

  /** Bits below each word that has any. */
  private int[] below = new int[0];

  private int size;

  @Override
  public int size() {
    return size;
  }

  @Override
  public int missing(ExampleRow row, int indexBase) {
    int missing = 0;
    for (int i = 0; i < row.size(); i++) {
      int id = row.index(i) - indexBase;
      missing += id >>> 6 < words.length && (words[id >>> 6] >>> id & 1) != 0 ? 0 : 1;
    }
    return missing;
  }

  /** Adds a row whose features are all below {@link #LIMIT}. */
  @Override
  public void add(ExampleRow row, int indexBase, int[] marks, int at) {
    int count = row.size();
    if (count == 0) {
      return;
    }
    reserve(row.index(count - 1) - indexBase);
    long[] words = this.words;
    long[] used = this.used;
    int found = 0;
    for (int i = 0; i < count; i++) {
      int id = row.index(i) - indexBase;
      int word = id >>> 6;
      long before = words[word];
      words[word] = before | 1L << id;
      used[word >>> 6] |= 1L << word;
      found += (int) (~before >>> id & 1);
      marks[at + i] = id;
    }
    size += found;
  }

  private void reserve(int id) {
    if (id >>> 6 >= words.length) {
      // A power of two, so that every word of "used" stands for 64 whole words.
      int length = 2 * Integer.highestOneBit(id >>> 6);
      words = Arrays.copyOf(words, length);
      used = Arrays.copyOf(used, length >>> 6);
    }
  }

  @Override
  public int[] featureIds() {
    if (below.length < words.length) {
      below = new int[words.length];
    }
    int[] featureIds = new int[size];
    int n = 0;
    for (int group = 0; group < used.length; group++) {
      for (long rest = used[group]; rest != 0; rest &= rest - 1) {
        int word = group << 6 | Long.numberOfTrailingZeros(rest);
        below[word] = n;
        for (long bits = words[word]; bits != 0; bits &= bits - 1) {
          featureIds[n++] = word << 6 | Long.numberOfTrailingZeros(bits);
        }
      }
    }
    return featureIds;
  }

  @Override
  public char[] places(int[] featureIds, int[] marks, int entries) {
    long[] words = this.words;
    int[] below = this.below;
    char[] places = new char[entries];
    for (int entry = 0; entry < entries; entry++) {
      int id = marks[entry];
      int word = id >>> 6;
      places[entry] = (char) (below[word] + Long.bitCount(words[word] & ((1L << id) - 1)));
    }
    return places;
  }

  @Override
  public void clear() {
    for (int group = 0; group < used.length; group++) {
      for (long rest = used[group]; rest != 0; rest &= rest - 1) {
        words[group << 6 | Long.numberOfTrailingZeros(rest)] = 0;
      }
      used[group] = 0;
    }
    size = 0;
  }
}
