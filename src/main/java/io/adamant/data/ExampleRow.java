package io.adamant.data;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * One example while it is read: label, weight and its non-zero features. It is filled, read and
 * filled again, so that reading allocates nothing per row.
 *
 * <p>Indices are the input's own: whether they count from 0 or from 1 is decided later.
 */
public final class ExampleRow {
  private static final String[] NOT_FINITE = {"nan", "inf", "infinity"};

  private double label;
  private @Nullable String labelText;
  private double weight;
  private double offset;
  private int[] indices = new int[64];

  /** Not written where all are 1 and {@link #takeAscending} knew. */
  private double[] values = new double[64];

  private int size;
  private boolean ascending;
  private boolean ones;

  /** Starts a new example without features. */
  public void start(double label, double weight) throws RowFormatException {
    if (!Double.isFinite(label)) {
      throw new RowFormatException("label " + label + " is not a finite number");
    }
    requireWeight(weight);
    this.label = label;
    labelText = null;
    this.weight = weight;
    offset = 0.0;
    size = 0;
    ascending = true;
    ones = true;
  }

  /**
   * Starts a new example whose label is text, with weight 1.
   *
   * @param text no number: two spellings of one number are one label
   */
  public void start(String text) throws RowFormatException {
    String word = text.startsWith("-") || text.startsWith("+") ? text.substring(1) : text;
    for (String notFinite : NOT_FINITE) {
      if (word.equalsIgnoreCase(notFinite)) {
        throw new RowFormatException("label is " + text + ", not finite");
      }
    }
    if (text.isBlank()) {
      throw new RowFormatException("label is missing");
    }
    start(0.0, 1.0);
    labelText = text;
  }

  /** Sets the weight of an example that was started. */
  public void setWeight(double weight) throws RowFormatException {
    requireWeight(weight);
    this.weight = weight;
  }

  /** Sets what is added to the score of an example that was started. */
  public void setOffset(double offset) throws RowFormatException {
    if (!Double.isFinite(offset)) {
      throw new RowFormatException("offset " + offset + " is not a finite number");
    }
    this.offset = offset;
  }

  private static void requireWeight(double weight) throws RowFormatException {
    if (!(weight >= 0 && weight < Double.POSITIVE_INFINITY)) {
      throw new RowFormatException("row weight must be finite and >= 0, got " + weight);
    }
  }

  /**
   * Adds a feature. A zero is dropped: it says the same as leaving the feature out.
   *
   * @param index at least 0
   * @param value finite
   */
  public void add(int index, double value) throws RowFormatException {
    if (index < 0) {
      throw new RowFormatException("index " + index + " is negative");
    }
    if (!Double.isFinite(value)) {
      throw new RowFormatException("value of index " + index + " is " + value + ", not finite");
    }
    if (value == 0.0) {
      return;
    }
    if (size == indices.length) {
      indices = Arrays.copyOf(indices, 2 * size);
      values = Arrays.copyOf(values, 2 * size);
    }
    ascending &= size == 0 || indices[size - 1] < index;
    ones &= value == 1.0;
    indices[size] = index;
    values[size++] = value;
  }

  /** Ends the example: brings the features in ascending order and refuses an index given twice. */
  public void finish() throws RowFormatException {
    if (ascending) {
      return;
    }
    long[] order = new long[size];
    for (int i = 0; i < size; i++) {
      order[i] = (long) indices[i] << 32 | i;
    }
    Arrays.sort(order);
    double[] unsorted = Arrays.copyOf(values, size);
    for (int i = 0; i < size; i++) {
      indices[i] = (int) (order[i] >>> 32);
      values[i] = unsorted[(int) order[i]];
      if (i > 0 && indices[i] == indices[i - 1]) {
        throw new RowFormatException("index " + indices[i] + " is given twice");
      }
    }
    ascending = true;
  }

  /**
   * Takes features that are known to be ascending, and finishes the example.
   *
   * @param ones whether all values are 1; else {@link #values} are to be written
   * @return where the indices are to be written
   */
  int[] takeAscending(int count, boolean ones) {
    if (count > indices.length) {
      int capacity = (int) Math.min(Integer.MAX_VALUE - 8, Math.max(2L * indices.length, count));
      indices = new int[capacity];
      values = new double[capacity];
    }
    size = count;
    ascending = true;
    this.ones = ones;
    return indices;
  }

  /** Where values are to be written that {@link #takeAscending} announced. */
  double[] values() {
    return values;
  }

  /** The label; 0 where it is text. */
  public double label() {
    return label;
  }

  /** The label where it is text, else null. */
  public @Nullable String labelText() {
    return labelText;
  }

  public double weight() {
    return weight;
  }

  /** What is added to the score. */
  public double offset() {
    return offset;
  }

  /** Number of non-zero features. */
  public int size() {
    return size;
  }

  public int index(int i) {
    return indices[i];
  }

  public double value(int i) {
    return ones ? 1.0 : values[i];
  }

  /** Whether every value is 1. */
  public boolean isAllOnes() {
    return ones;
  }
}
