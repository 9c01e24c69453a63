package io.adamant.data;

import io.adamant.linalg.SortedIds;
import java.util.Arrays;

/**
 * A hash table of the features that are there, for any number of possible ones. A mark is the
 * feature's place in the order of first appearance.
 */
final class HashDictionary implements BlockDictionary {
  private static final int EMPTY = -1;

  /** Features in order of first appearance. */
  private int[] features = new int[1 << 10];

  private int size;

  /** Open-addressed hash table from feature to its place in {@link #features}. */
  private int[] slots = new int[1 << 12];

  HashDictionary() {
    Arrays.fill(slots, EMPTY);
  }

  @Override
  public int size() {
    return size;
  }

  @Override
  public int missing(ExampleRow row, int indexBase) {
    int missing = 0;
    for (int i = 0; i < row.size(); i++) {
      missing += slots[slotOf(row.index(i) - indexBase)] == EMPTY ? 1 : 0;
    }
    return missing;
  }

  @Override
  public void add(ExampleRow row, int indexBase, int[] marks, int at) {
    for (int i = 0; i < row.size(); i++) {
      marks[at + i] = markOf(row.index(i) - indexBase);
    }
  }

  /** Adds features, whose marks take their place. */
  void addAll(int[] ids, int count) {
    for (int i = 0; i < count; i++) {
      ids[i] = markOf(ids[i]);
    }
  }

  private int markOf(int feature) {
    int slot = slotOf(feature);
    if (slots[slot] == EMPTY) {
      if (size == features.length) {
        features = Arrays.copyOf(features, 2 * size);
      }
      if (2 * (size + 1) > slots.length) {
        grow();
        slot = slotOf(feature);
      }
      slots[slot] = size;
      features[size++] = feature;
    }
    return slots[slot];
  }

  /** The slot that holds a feature, or the empty one where it belongs. */
  private int slotOf(int feature) {
    int mask = slots.length - 1;
    // Fibonacci hashing: neighbouring ids, as in dense data, spread over the whole table.
    int slot = (feature * 0x9E3779B9) >>> Integer.numberOfLeadingZeros(mask);
    while (slots[slot] != EMPTY && features[slots[slot]] != feature) {
      slot = (slot + 1) & mask;
    }
    return slot;
  }

  private void grow() {
    slots = new int[2 * slots.length];
    Arrays.fill(slots, EMPTY);
    for (int place = 0; place < size; place++) {
      slots[slotOf(features[place])] = place;
    }
  }

  @Override
  public int[] featureIds() {
    int[] featureIds = Arrays.copyOf(features, size);
    SortedIds.sort(featureIds);
    return featureIds;
  }

  @Override
  public char[] places(int[] featureIds, int[] marks, int entries) {
    int[] rank = new int[size];
    for (int place = 0; place < featureIds.length; place++) {
      rank[slots[slotOf(featureIds[place])]] = place;
    }
    char[] places = new char[entries];
    for (int entry = 0; entry < entries; entry++) {
      places[entry] = (char) rank[marks[entry]];
    }
    return places;
  }

  @Override
  public void clear() {
    size = 0;
    Arrays.fill(slots, EMPTY);
  }
}
