package io.adamant.data;

import java.io.Serializable;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What one look over the rows of an input tells: how many there are, their indices and labels, and
 * the first that cannot be read. Surveys of parts are merged in the parts' order.
 */
public final class InputSurvey implements Serializable {
  /** Labels beyond this many different ones are not told apart any more. */
  private static final int MAX_LABELS = 64;

  private long rows;
  private long heldBackRows;
  private long nonZeros;
  private long badRows;
  private int smallestIndex = Integer.MAX_VALUE;
  private int largestIndex = -1;
  private @Nullable RowPosition smallestIndexAt;
  private @Nullable RowPosition largestIndexAt;
  private @Nullable RowPosition firstBadAt;
  private String firstBadReason = "";
  private final TreeMap<Double, Long> rowsByLabel = new TreeMap<>();
  private final TreeMap<Double, RowPosition> firstRowByLabel = new TreeMap<>();

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
    addLabel(row.label() + 0.0, 1, at);
  }

  private void addLabel(double label, long count, RowPositionSource at) {
    Long known = rowsByLabel.get(label);
    if (known != null) {
      rowsByLabel.put(label, known + count);
    } else if (rowsByLabel.size() < MAX_LABELS) {
      rowsByLabel.put(label, count);
      firstRowByLabel.put(label, at.position());
    }
  }

  /** Takes note of a row that cannot be read. */
  public void addBad(String reason, RowPosition at) {
    if (badRows++ == 0) {
      firstBadAt = at;
      firstBadReason = reason;
    }
  }

  /** Adds the survey of the part that comes next. */
  public void merge(InputSurvey next) {
    rows += next.rows;
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
    for (Map.Entry<Double, Long> label : next.rowsByLabel.entrySet()) {
      RowPosition first = next.firstRowByLabel.get(label.getKey());
      if (first != null) {
        addLabel(label.getKey(), label.getValue(), () -> first);
      }
    }
  }

  /** Rows read, without the bad ones. */
  public long rows() {
    return rows;
  }

  /** Rows read that are kept for validation. */
  public long heldBackRows() {
    return heldBackRows;
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

  /** Number of rows of each label, ascending by label. */
  public Map<Double, Long> rowsByLabel() {
    return rowsByLabel;
  }

  /** The first row that has a label. */
  public @Nullable RowPosition firstRow(double label) {
    return firstRowByLabel.get(label);
  }

  /** Tells the position of the row just read, if asked. */
  @FunctionalInterface
  public interface RowPositionSource {
    RowPosition position();
  }
}
