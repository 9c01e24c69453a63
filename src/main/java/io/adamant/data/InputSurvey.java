package io.adamant.data;

import java.io.Serializable;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What one look over the rows of an input tells: how many there are, their indices and labels, and
 * the first that cannot be read. Surveys of parts are merged in the parts' order.
 */
public final class InputSurvey implements Serializable {
  /** Labels beyond this many different ones are not told apart any more. */
  private final int mostLabels;

  private long rows;
  private long heldBackRows;
  private long nonZeros;
  private long badRows;
  private long contentHash;
  private int smallestIndex = Integer.MAX_VALUE;
  private int largestIndex = -1;
  private @Nullable RowPosition smallestIndexAt;
  private @Nullable RowPosition largestIndexAt;
  private @Nullable RowPosition firstBadAt;
  private String firstBadReason = "";
  private final LabelSurvey<Double> numbers = new LabelSurvey<>();
  private final LabelSurvey<String> texts = new LabelSurvey<>();
  private double smallestLabel = Double.POSITIVE_INFINITY;
  private double largestLabel = Double.NEGATIVE_INFINITY;
  private @Nullable RowPosition smallestLabelAt;

  /** Which encoders of raw columns have met a value; null without any. */
  private boolean @Nullable [] met;

  /** Of rows for a classifier of two labels. */
  public InputSurvey() {
    this(Task.BINARY);
  }

  /** Of rows for a task: it decides how many different labels are told apart. */
  public InputSurvey(Task task) {
    mostLabels = task.mostLabels();
  }

  /** Takes note of a row. */
  public void add(ExampleRow row, RowPositionSource at, boolean isHeldBack) {
    rows++;
    heldBackRows += isHeldBack ? 1 : 0;
    nonZeros += row.size();
    if (row.size() > 0) {
      if (row.index(0) < smallestIndex) {
        smallestIndex = row.index(0);
        smallestIndexAt = at.position();
      }
      int last = row.index(row.size() - 1);
      if (last > largestIndex) {
        largestIndex = last;
        largestIndexAt = at.position();
      }
    }
    String text = row.labelText();
    int others = numbers.size() + texts.size();
    if (text != null) {
      texts.add(text, isHeldBack, at, mostLabels - others);
      return;
    }
    double label = row.label() + 0.0;
    if (label < smallestLabel) {
      smallestLabel = label;
      smallestLabelAt = at.position();
    }
    largestLabel = Math.max(largestLabel, label);
    if (mostLabels > 0) {
      numbers.add(label, isHeldBack, at, mostLabels - others);
    }
  }

  /** Takes note of the hash of a row's content. */
  public void addHash(long hash) {
    contentHash += hash;
  }

  /** Takes note of a row that cannot be read. */
  public void addBad(String reason, RowPosition at) {
    if (badRows++ == 0) {
      firstBadAt = at;
      firstBadReason = reason;
    }
  }

  /** Takes note of which encoders of raw columns have met a value. */
  public void addEncoders(boolean[] others) {
    boolean[] own = met;
    if (own == null) {
      met = others.clone();
      return;
    }
    for (int i = 0; i < own.length; i++) {
      own[i] |= others[i];
    }
  }

  /** Adds the survey of the part that comes next. */
  public void merge(InputSurvey next) {
    rows += next.rows;
    contentHash += next.contentHash;
    heldBackRows += next.heldBackRows;
    nonZeros += next.nonZeros;
    if (next.smallestIndex < smallestIndex) {
      smallestIndex = next.smallestIndex;
      smallestIndexAt = next.smallestIndexAt;
    }
    if (next.largestIndex > largestIndex) {
      largestIndex = next.largestIndex;
      largestIndexAt = next.largestIndexAt;
    }
    if (badRows == 0) {
      firstBadAt = next.firstBadAt;
      firstBadReason = next.firstBadReason;
    }
    badRows += next.badRows;
    if (next.smallestLabel < smallestLabel) {
      smallestLabel = next.smallestLabel;
      smallestLabelAt = next.smallestLabelAt;
    }
    largestLabel = Math.max(largestLabel, next.largestLabel);
    if (next.met != null) {
      addEncoders(next.met);
    }
    numbers.merge(next.numbers, mostLabels - numbers.size() - texts.size());
    texts.merge(next.texts, mostLabels - numbers.size() - texts.size());
  }

  /** Rows read, without the bad ones. */
  public long rows() {
    return rows;
  }

  /** Rows read that are kept for validation. */
  public long heldBackRows() {
    return heldBackRows;
  }

  /** The sum of the rows' hashes, whatever their order; 0 where they were not hashed. */
  public long contentHash() {
    return contentHash;
  }

  public long nonZeros() {
    return nonZeros;
  }

  public long badRows() {
    return badRows;
  }

  /** The smallest index; {@link Integer#MAX_VALUE} where no row has a feature. */
  public int smallestIndex() {
    return smallestIndex;
  }

  /** The largest index; -1 where no row has a feature. */
  public int largestIndex() {
    return largestIndex;
  }

  /** A row that has the smallest index. */
  public @Nullable RowPosition smallestIndexAt() {
    return smallestIndexAt;
  }

  /** A row that has the largest index. */
  public @Nullable RowPosition largestIndexAt() {
    return largestIndexAt;
  }

  public @Nullable RowPosition firstBadAt() {
    return firstBadAt;
  }

  public String firstBadReason() {
    return firstBadReason;
  }

  /** The first encoder of raw columns that has met only missing values; -1 where there is none. */
  public int firstWithoutValue() {
    boolean[] known = met;
    for (int i = 0; known != null && i < known.length; i++) {
      if (!known[i]) {
        return i;
      }
    }
    return -1;
  }

  /** Number of rows of each label, ascending by label; of labels that are numbers. */
  public Map<Double, Long> rowsByLabel() {
    return numbers.rows();
  }

  /** The first row that has a label. */
  public @Nullable RowPosition firstRow(double label) {
    return numbers.firstRow(label);
  }

  /** The labels that are numbers. */
  public LabelSurvey<Double> numbers() {
    return numbers;
  }

  /** The labels that are text. */
  public LabelSurvey<String> texts() {
    return texts;
  }

  /** Whether there are so many different labels that more were not told apart. */
  public boolean isFullOfLabels() {
    return numbers.size() + texts.size() >= mostLabels;
  }

  /** The smallest label that is a number; infinity without any. */
  public double smallestLabel() {
    return smallestLabel;
  }

  /** The largest label that is a number; negative infinity without any. */
  public double largestLabel() {
    return largestLabel;
  }

  /** A row that has the smallest label. */
  public @Nullable RowPosition smallestLabelAt() {
    return smallestLabelAt;
  }

  /** Tells the position of the row just read, if asked. */
  @FunctionalInterface
  public interface RowPositionSource {
    RowPosition position();
  }
}
