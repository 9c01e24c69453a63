package io.adamant.data;

import java.util.Arrays;

/**
 * Collects rows into {@link ExampleBlock}s. Order of use: {@link #add} until it refuses a row or
 * enough rows are in, then {@link #build}, which leaves the builder empty.
 */
public final class ExampleBlockBuilder {
  private final int indexBase;
  private final LabelEncoding labelEncoding;

  private int rows;
  private int entries;
  private BlockDictionary dictionary = new BitmapDictionary();
  private boolean isHashed;
  private boolean unitValues = true;
  private boolean unitWeights = true;
  private boolean noOffsets = true;
  private double[] labels = new double[256];
  private double[] weights = new double[256];
  private double[] offsets = new double[256];
  private int[] rowOffsets = new int[257];

  /** By which the dictionary finds the places of the entries' features. */
  private int[] marks = new int[1 << 12];

  /** Values of the entries; written from the block's first value on that is not 1. */
  private double[] values = new double[1 << 12];

  /**
   * @param indexBase what the input's indices count from, 0 or 1
   * @param labelEncoding from the input's labels to the model's
   */
  public ExampleBlockBuilder(int indexBase, LabelEncoding labelEncoding) {
    this.indexBase = indexBase;
    this.labelEncoding = labelEncoding;
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
    int count = row.size();
    reserve(count);
    if (!isHashed && count > 0 && row.index(count - 1) - indexBase >= BitmapDictionary.LIMIT) {
      toHashDictionary();
    }
    dictionary.add(row, indexBase, marks, entries);
    addValues(row);
    entries += count;
    unitWeights &= weight == 1.0;
    noOffsets &= row.offset() == 0.0;
    labels[rows] = label;
    weights[rows] = weight;
    offsets[rows] = row.offset();
    rowOffsets[++rows] = entries;
    return true;
  }

  private void addValues(ExampleRow row) {
    if (unitValues && row.isAllOnes()) {
      return;
    }
    if (unitValues) {
      Arrays.fill(values, 0, entries, 1.0);
      unitValues = false;
    }
    for (int i = 0; i < row.size(); i++) {
      values[entries + i] = row.value(i);
    }
  }

  /** The rows as a block, and an empty builder. */
  public ExampleBlock build() {
    int[] featureIds = dictionary.featureIds();
    ExampleBlock block =
        new ExampleBlock(
            featureIds,
            Arrays.copyOf(rowOffsets, rows + 1),
            featureIds.length > ExampleBlock.MAX_DICTIONARY
                ? null
                : dictionary.places(featureIds, marks, entries),
            unitValues ? null : Arrays.copyOf(values, entries),
            Arrays.copyOf(labels, rows),
            unitWeights ? null : Arrays.copyOf(weights, rows),
            noOffsets ? null : Arrays.copyOf(offsets, rows));
    rows = 0;
    entries = 0;
    unitValues = true;
    unitWeights = true;
    noOffsets = true;
    dictionary.clear();
    return block;
  }

  private boolean fits(ExampleRow row) {
    int size = dictionary.size();
    return size + row.size() <= ExampleBlock.MAX_DICTIONARY
        || size + dictionary.missing(row, indexBase) <= ExampleBlock.MAX_DICTIONARY;
  }

  /** Moves to a dictionary for any feature, for this block and those that follow. */
  private void toHashDictionary() {
    HashDictionary hashed = new HashDictionary();
    // The bitmap's marks are the features themselves.
    hashed.addAll(marks, entries);
    dictionary = hashed;
    isHashed = true;
  }

  private void reserve(int more) {
    if (rows == labels.length) {
      labels = Arrays.copyOf(labels, 2 * rows);
      weights = Arrays.copyOf(weights, 2 * rows);
      offsets = Arrays.copyOf(offsets, 2 * rows);
      rowOffsets = Arrays.copyOf(rowOffsets, 2 * rows + 1);
    }
    int needed = Math.addExact(entries, more);
    if (needed > marks.length) {
      int capacity = (int) Math.min(Integer.MAX_VALUE - 8, Math.max(2L * entries, needed));
      marks = Arrays.copyOf(marks, capacity);
      values = Arrays.copyOf(values, capacity);
    }
  }
}
