package io.adamant.data;

/**
 * The distinct features of a block's rows. Order of use: {@link #add} row after row, then {@link
 * #featureIds} and {@link #places}, then {@link #clear}.
 */
interface BlockDictionary {
  /** Number of distinct features. */
  int size();

  /** How many features of a row are not in it. */
  int missing(ExampleRow row, int indexBase);

  /**
   * Adds the features of a row, and marks its entries so that their features' places are found
   * later.
   *
   * @param marks written from {@code at} on, one an entry
   */
  void add(ExampleRow row, int indexBase, int[] marks, int at);

  /** The features, ascending. */
  int[] featureIds();

  /**
   * The place of each entry's feature among {@link #featureIds}, which was called last.
   *
   * @param marks one an entry
   */
  char[] places(int[] featureIds, int[] marks, int entries);

  /** Forgets all features. */
  void clear();
}
