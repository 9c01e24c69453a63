package io.adamant.metrics;

import io.adamant.linalg.ExactSum;
import io.adamant.linalg.Logistic;
import java.io.Serializable;

/**
 * How well margins (log odds) predict labels 0 and 1. Metrics of parts merge in any order to the
 * same bits, so they do not depend on how the rows are spread.
 */
public final class BinaryMetrics implements Serializable {
  private final ExactSum weight = new ExactSum();
  private final ExactSum loss = new ExactSum();
  private final ExactSum correct = new ExactSum();
  private final ExactSum predicted = new ExactSum();
  private final ExactSum observed = new ExactSum();
  private final RocHistogram roc = new RocHistogram();
  private long rows;

  /** Takes note of one row. */
  public void add(double margin, double label, double rowWeight) {
    rows++;
    weight.add(rowWeight);
    loss.add(rowWeight * Logistic.loss(margin, label));
    predicted.add(rowWeight * Logistic.probability(margin));
    if (label == 1.0) {
      observed.add(rowWeight);
    }
    if (isPositive(margin) == (label == 1.0)) {
      correct.add(rowWeight);
    }
    roc.add(margin, label == 1.0, rowWeight);
  }

  /** Whether a margin predicts the positive class: a probability above one half. */
  public static boolean isPositive(double margin) {
    return margin > 0;
  }

  /** Adds all that other metrics hold. */
  public void merge(BinaryMetrics other) {
    rows += other.rows;
    weight.add(other.weight);
    loss.add(other.loss);
    correct.add(other.correct);
    predicted.add(other.predicted);
    observed.add(other.observed);
    roc.merge(other.roc);
  }

  /** Makes the metrics as small as they get, before they travel. */
  public void compact() {
    roc.compact();
  }

  /** Number of rows, whatever their weight. */
  public long rows() {
    return rows;
  }

  /** Mean log loss, in nats; NaN without rows. */
  public double logLoss() {
    return loss.value() / weight.value();
  }

  /** The part of the rows that is predicted right, in [0, 1]; NaN without rows. */
  public double accuracy() {
    return correct.value() / weight.value();
  }

  /** Area under the ROC curve, in [0, 1]; NaN unless both classes occur. */
  public double auc() {
    return roc.area();
  }

  /** Mean prediction over the observed rate of label 1: 1 is ideal; NaN where none occurs. */
  public double calibration() {
    double positive = observed.value();
    return positive == 0 ? Double.NaN : predicted.value() / positive;
  }
}
