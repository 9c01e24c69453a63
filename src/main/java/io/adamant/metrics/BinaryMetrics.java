package io.adamant.metrics;

import io.adamant.linalg.ExactSum;
import io.adamant.linalg.Logistic;
import java.io.Serializable;

/**
 * How well scores predict labels 0 and 1. Scores that are log odds stand for probabilities, which
 * log loss and calibration measure; other scores only order the rows and decide by their sign, and
 * those two do not exist. Metrics of parts merge in any order to the same bits, so they do not
 * depend on how the rows are spread.
 */
public final class BinaryMetrics implements Serializable {
  private final boolean logOdds;
  private final ExactSum weight = new ExactSum();
  private final ExactSum loss = new ExactSum();
  private final ExactSum correct = new ExactSum();
  private final ExactSum predicted = new ExactSum();
  private final ExactSum observed = new ExactSum();
  private final RocHistogram roc = new RocHistogram();
  private long rows;

  /** Of log odds. */
  public BinaryMetrics() {
    this(true);
  }

  /**
   * @param logOdds whether the scores are log odds
   */
  public BinaryMetrics(boolean logOdds) {
    this.logOdds = logOdds;
  }

  /** Takes note of one row. */
  public void add(double score, double label, double rowWeight) {
    rows++;
    weight.add(rowWeight);
    if (logOdds) {
      loss.add(rowWeight * Logistic.loss(score, label));
      predicted.add(rowWeight * Logistic.probability(score));
    }
    if (label == 1.0) {
      observed.add(rowWeight);
    }
    if (isPositive(score) == (label == 1.0)) {
      correct.add(rowWeight);
    }
    roc.add(score, label == 1.0, rowWeight);
  }

  /** Whether a score predicts the positive class; of log odds, a probability above one half. */
  public static boolean isPositive(double score) {
    return score > 0;
  }

  /** Adds all that other metrics hold, which are of the same kind of scores. */
  public void merge(BinaryMetrics other) {
    if (logOdds != other.logOdds) {
      throw new IllegalArgumentException("metrics of log odds and of other scores do not merge");
    }
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

  /** Mean log loss, in nats; NaN without rows, and for scores that are not log odds. */
  public double logLoss() {
    return logOdds ? loss.value() / weight.value() : Double.NaN;
  }

  /** The part of the rows that is predicted right, in [0, 1]; NaN without rows. */
  public double accuracy() {
    return correct.value() / weight.value();
  }

  /** Area under the ROC curve, in [0, 1]; NaN unless both classes occur. */
  public double auc() {
    return roc.area();
  }

  /**
   * Mean prediction over the observed rate of label 1: 1 is ideal; NaN where none occurs, and for
   * scores that are not log odds.
   */
  public double calibration() {
    double positive = observed.value();
    return logOdds && positive != 0 ? predicted.value() / positive : Double.NaN;
  }
}
