package io.adamant.metrics;

import io.adamant.linalg.ExactSum;
import io.adamant.linalg.Logistic;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * How well scores predict labels 0 and 1. Scores that are log odds stand for probabilities, which
 * log loss and calibration measure; other scores only order the rows and decide by their sign, and
 * those two do not exist. Metrics of parts merge in any order to the same bits, so they do not
 * depend on how the rows are spread.
 */
public final class BinaryMetrics implements Metrics {
  private final boolean logOdds;
  private final ExactSum weight = new ExactSum();
  private final ExactSum loss = new ExactSum();
  private final ExactSum correct = new ExactSum();
  private final ExactSum predicted = new ExactSum();
  private final ExactSum observed = new ExactSum();

  /** Weights of the rows by label, then prediction: 00, 01, 10, 11. */
  private final ExactSum[] confusion = {
    new ExactSum(), new ExactSum(), new ExactSum(), new ExactSum()
  };

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
    confusion[(label == 1.0 ? 2 : 0) + (isPositive(score) ? 1 : 0)].add(rowWeight);
    roc.add(score, label == 1.0, rowWeight);
  }

  /** Whether a score predicts the positive class; of log odds, a probability above one half. */
  public static boolean isPositive(double score) {
    return score > 0;
  }

  @Override
  public void merge(Metrics metrics) {
    if (!(metrics instanceof BinaryMetrics other) || logOdds != other.logOdds) {
      throw new IllegalArgumentException("metrics of log odds and of other scores do not merge");
    }
    rows += other.rows;
    weight.add(other.weight);
    loss.add(other.loss);
    correct.add(other.correct);
    predicted.add(other.predicted);
    observed.add(other.observed);
    for (int i = 0; i < confusion.length; i++) {
      confusion[i].add(other.confusion[i]);
    }
    roc.merge(other.roc);
  }

  @Override
  public void compact() {
    roc.compact();
  }

  @Override
  public long rows() {
    return rows;
  }

  @Override
  public double loss() {
    return logLoss();
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

  /**
   * The harmonic mean of precision and recall of the positive class, in [0, 1]; NaN where no row is
   * positive or predicted so.
   */
  public double f1() {
    double twice = 2 * confusion[3].value();
    return twice / (twice + confusion[1].value() + confusion[2].value());
  }

  /** Weights of the rows by label (rows of the matrix) and prediction, negative first. */
  public double[][] confusionMatrix() {
    return new double[][] {
      {confusion[0].value(), confusion[1].value()}, {confusion[2].value(), confusion[3].value()}
    };
  }

  @Override
  public Map<String, Object> figures() {
    Map<String, Object> figures = new LinkedHashMap<>();
    figures.put("rows", rows);
    figures.put("logLoss", logLoss());
    figures.put("accuracy", accuracy());
    figures.put("auc", auc());
    figures.put("calibration", calibration());
    figures.put("f1", f1());
    figures.put("confusionMatrix", confusionMatrix());
    return figures;
  }

  /** The ROC curve, and of log odds the calibration plot; none unless both classes occur. */
  @Override
  public Map<String, Map<String, double[]>> curves() {
    Map<String, Map<String, double[]>> curves = new LinkedHashMap<>();
    if (Double.isFinite(auc())) {
      curves.put("roc", roc.curve());
      if (logOdds) {
        curves.put("calibration", roc.calibration());
      }
    }
    return curves;
  }

  @Override
  public String summary() {
    String order = format("accuracy %.2f %%, AUC %.4f", 100 * accuracy(), auc());
    return logOdds
        ? format("log loss %.4f, %s, calibration %.3f", logLoss(), order, calibration())
        : order;
  }

  @Override
  public Headline headline() {
    return logOdds
        ? new Headline("log loss", format("%.4f", logLoss()))
        : new Headline("accuracy", format("%.2f %%", 100 * accuracy()));
  }

  private static String format(String format, Object... arguments) {
    return String.format(Locale.ROOT, format, arguments);
  }
}
