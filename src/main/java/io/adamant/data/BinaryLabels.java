package io.adamant.data;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The two labels of a binary classification that are numbers: the model computes with 0 for the
 * negative and 1 for the positive one. Two texts are {@link ClassLabels}.
 */
public final class BinaryLabels implements LabelEncoding {
  private static final List<BinaryLabels> KNOWN =
      List.of(new BinaryLabels(-1, 1), new BinaryLabels(0, 1), new BinaryLabels(1, 2));

  private final double negative;
  private final double positive;

  public BinaryLabels(double negative, double positive) {
    if (negative == positive) {
      throw new IllegalArgumentException("two different labels are needed, got twice " + negative);
    }
    this.negative = negative;
    this.positive = positive;
  }

  /**
   * The encoding of data whose labels are {@code rowsByLabel}: -1 and +1, 0 and 1, or 1 and 2.
   *
   * @param rowsByLabel number of rows of each label that the data holds
   * @return null where the labels are not one of those pairs
   */
  public static @Nullable BinaryLabels detect(Map<Double, Long> rowsByLabel) {
    for (BinaryLabels labels : KNOWN) {
      if (rowsByLabel.size() == 2
          && rowsByLabel.containsKey(labels.negative)
          && rowsByLabel.containsKey(labels.positive)) {
        return labels;
      }
    }
    return null;
  }

  /** The known pair that most rows belong to: what the data was probably meant to hold. */
  public static BinaryLabels closest(Map<Double, Long> rowsByLabel) {
    BinaryLabels best = KNOWN.get(0);
    for (BinaryLabels labels : KNOWN) {
      if (labels.rows(rowsByLabel) > best.rows(rowsByLabel)) {
        best = labels;
      }
    }
    return best;
  }

  private long rows(Map<Double, Long> rowsByLabel) {
    return rowsByLabel.getOrDefault(negative, 0L) + rowsByLabel.getOrDefault(positive, 0L);
  }

  public double negative() {
    return negative;
  }

  public double positive() {
    return positive;
  }

  /** Whether the label is one of the two. */
  public boolean contains(double label) {
    return label == negative || label == positive;
  }

  @Override
  public double encode(ExampleRow row) throws RowFormatException {
    String text = row.labelText();
    if (text != null) {
      throw new RowFormatException("label %s is neither of %s".formatted(text, this));
    }
    return encode(row.label());
  }

  @Override
  public int classes() {
    return 2;
  }

  /** The model's label. */
  public double encode(double label) throws RowFormatException {
    if (label == positive) {
      return 1.0;
    }
    if (label == negative) {
      return 0.0;
    }
    throw new RowFormatException("label %s is neither of %s".formatted(plain(label), this));
  }

  /** The input's label for a predicted class. */
  public double decode(boolean isPositive) {
    return isPositive ? positive : negative;
  }

  /** A label without a needless decimal point. */
  public static String plain(double label) {
    return label == Math.rint(label) && Math.abs(label) < 1e15
        ? Long.toString((long) label)
        : Double.toString(label);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof BinaryLabels that
        && negative == that.negative
        && positive == that.positive;
  }

  @Override
  public int hashCode() {
    return 31 * Double.hashCode(negative) + Double.hashCode(positive);
  }

  @Override
  public String toString() {
    return plain(negative) + " and " + plain(positive);
  }
}
