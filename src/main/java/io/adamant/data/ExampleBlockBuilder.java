package io.adamant.data;

import java.util.Arrays;

/**
 * Collects rows into {@link ExampleBlock}s. Order of use: {@link #add} until it refuses a row or
 * enough rows are in, then {@link #build}, which leaves the builder empty.
 */
public final class ExampleBlockBuilder {
  private static final int EMPTY = -1;

  private final int indexBase;
  private final LabelEncoding labelEncoding;

  private int rows;
  private int entries;
  private int dictionarySize;
  private boolean unitValues = true;
  private boolean unitWeights = true;
  private boolean noOffsets = true;
  private double[] labels = new double[256];
  private double[] weights = new double[256];
  private double[] offsets = new double[256];
  private int[] rowOffsets = new int[257];
  private int[] provisionalIds = new int[1 << 12];
  private double[] values = new double[1 << 12];

  /** Feature ids in order of first appearance; a provisional id is a place in it. */
  private int[] dictionary = new int[1 << 10];

  /** Open-addressed hash table from feature id to provisional id. */
  private int[] slots = new int[1 << 12];

  /**
   * @param indexBase what the input's indices count from, 0 or 1
   * @param labelEncoding from the input's labels to the model's
   */
  public ExampleBlockBuilder(int indexBase, LabelEncoding labelEncoding) {
    this.indexBase = indexBase;
    this.labelEncoding = labelEncoding;
    Arrays.fill(slots, EMPTY);
  }

  public int rows() {
    return rows;
  }

  /**
   * Adds a row, unless its features would make the dictionary pass {@link
   * ExampleBlock#MAX_DICTIONARY}: then nothing is changed and the answer is false. An empty builder
   * takes any row; one that is wider than a dictionary becomes a block by itself.
   *
   * @throws RowFormatException where the label has no place in the encoding; nothing is changed
   */
  public boolean add(ExampleRow row) throws RowFormatException {
    double label = labelEncoding.encode(row);
    double weight = row.weight() * labelEncoding.weight(label);
    if (rows > 0 && !fits(row)) {
      return false;
    }
    reserve(row.size());
    for (int i = 0; i < row.size(); i++) {
      provisionalIds[entries] = provisionalId(row.index(i) - indexBase);
      values[entries++] = row.value(i);
    }
    unitValues &= row.isAllOnes();
    unitWeights &= weight == 1.0;
    noOffsets &= row.offset() == 0.0;
    labels[rows] = label;
    weights[rows] = weight;
    offsets[rows] = row.offset();
    rowOffsets[++rows] = entries;
    return true;
  }

  /** The rows as a block, and an empty builder. */
  public ExampleBlock build() {
    int[] featureIds = Arrays.copyOf(dictionary, dictionarySize);
    Arrays.sort(featureIds);
    ExampleBlock block =
        new ExampleBlock(
            featureIds,
            Arrays.copyOf(rowOffsets, rows + 1),
            dictionarySize > ExampleBlock.MAX_DICTIONARY ? null : localIds(featureIds),
            unitValues ? null : Arrays.copyOf(values, entries),
            Arrays.copyOf(labels, rows),
            unitWeights ? null : Arrays.copyOf(weights, rows),
            noOffsets ? null : Arrays.copyOf(offsets, rows));
    rows = 0;
    entries = 0;
    dictionarySize = 0;
    unitValues = true;
    unitWeights = true;
    noOffsets = true;
    Arrays.fill(slots, EMPTY);
    return block;
  }

  private char[] localIds(int[] featureIds) {
    int[] rank = new int[dictionarySize];
    for (int place = 0; place < featureIds.length; place++) {
      rank[slots[slotOf(featureIds[place])]] = place;
    }
    char[] localIds = new char[entries];
    for (int entry = 0; entry < entries; entry++) {
      localIds[entry] = (char) rank[provisionalIds[entry]];
    }
    return localIds;
  }

  private boolean fits(ExampleRow row) {
    if (dictionarySize + row.size() <= ExampleBlock.MAX_DICTIONARY) {
      return true;
    }
    int size = dictionarySize;
    for (int i = 0; i < row.size(); i++) {
      size += slots[slotOf(row.index(i) - indexBase)] == EMPTY ? 1 : 0;
    }
    return size <= ExampleBlock.MAX_DICTIONARY;
  }

  private int provisionalId(int featureId) {
    int slot = slotOf(featureId);
    if (slots[slot] == EMPTY) {
      if (dictionarySize == dictionary.length) {
        dictionary = Arrays.copyOf(dictionary, 2 * dictionarySize);
      }
      if (2 * (dictionarySize + 1) > slots.length) {
        grow();
        slot = slotOf(featureId);
      }
      slots[slot] = dictionarySize;
      dictionary[dictionarySize++] = featureId;
    }
    return slots[slot];
  }

  /** The slot that holds a feature id, or the empty one where it belongs. */
  private int slotOf(int featureId) {
    int mask = slots.length - 1;
    // Fibonacci hashing: neighbouring ids, as in dense data, spread over the whole table.
    int slot = (featureId * 0x9E3779B9) >>> Integer.numberOfLeadingZeros(mask);
    while (slots[slot] != EMPTY && dictionary[slots[slot]] != featureId) {
      slot = (slot + 1) & mask;
    }
    return slot;
  }

  private void grow() {
    slots = new int[2 * slots.length];
    Arrays.fill(slots, EMPTY);
    for (int id = 0; id < dictionarySize; id++) {
      slots[slotOf(dictionary[id])] = id;
    }
  }

  private void reserve(int more) {
    if (rows == labels.length) {
      labels = Arrays.copyOf(labels, 2 * rows);
      weights = Arrays.copyOf(weights, 2 * rows);
      offsets = Arrays.copyOf(offsets, 2 * rows);
      rowOffsets = Arrays.copyOf(rowOffsets, 2 * rows + 1);
    }
    int needed = Math.addExact(entries, more);
    if (needed > provisionalIds.length) {
      int capacity = (int) Math.min(Integer.MAX_VALUE - 8, Math.max(2L * entries, needed));
      provisionalIds = Arrays.copyOf(provisionalIds, capacity);
      values = Arrays.copyOf(values, capacity);
    }
  }
}
