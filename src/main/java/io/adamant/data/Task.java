package io.adamant.data;

/** What a model predicts: it decides which labels rows may have and what is measured. */
public enum Task {
  /** One of two labels: two numbers, or two texts. */
  BINARY(64, Double.NEGATIVE_INFINITY, ""),
  /** One of some labels, numbers or text. */
  MULTICLASS(1 << 16, Double.NEGATIVE_INFINITY, ""),
  /** A number. */
  REGRESSION(0, Double.NEGATIVE_INFINITY, "a regression takes finite numbers"),
  /** A number of times, or its mean. */
  COUNTS(0, 0.0, "a model of counts takes labels >= 0"),
  /** An amount. */
  POSITIVE(0, Double.MIN_VALUE, "a model of positive amounts takes labels > 0");

  private final int mostLabels;
  private final double least;
  private final String takes;

  Task(int mostLabels, double least, String takes) {
    this.mostLabels = mostLabels;
    this.least = least;
    this.takes = takes;
  }

  /** Different labels that a survey tells apart; none where labels are numbers to predict. */
  public int mostLabels() {
    return mostLabels;
  }

  /** Whether labels are classes. */
  public boolean isClassification() {
    return this == BINARY || this == MULTICLASS;
  }

  /** Whether labels may be text, in a format that tells text from a damaged row. */
  public boolean takesText() {
    return isClassification();
  }

  /** The smallest label of a regression. */
  public double least() {
    return least;
  }

  /** Which labels a regression takes, as a sentence. */
  public String takes() {
    return takes;
  }
}
