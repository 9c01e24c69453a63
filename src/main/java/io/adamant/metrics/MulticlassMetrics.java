package io.adamant.metrics;

import io.adamant.linalg.ExactSum;
import io.adamant.linalg.Softmax;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * How well scores predict one of k classes; they stand for probabilities by softmax. The class with
 * the highest score is predicted, the first of several.
 *
 * <p>What is counted by class (F1, the confusion matrix) has weights rounded to multiples of 2^-20,
 * so that their sums are exact and do not depend on order up to a total of 2^33.
 */
public final class MulticlassMetrics implements Metrics {
  /** With more classes than this, whether the label is among the highest scores is of interest. */
  public static final int TOP = 5;

  /** With more classes than this nobody reads a matrix of them. */
  public static final int MOST_CLASSES_OF_A_MATRIX = 32;

  private static final double WEIGHT_UNIT = 0x1.0p-20;

  private final int classes;
  private final ExactSum weight = new ExactSum();
  private final ExactSum loss = new ExactSum();
  private final ExactSum correct = new ExactSum();
  private final ExactSum correctInTop = new ExactSum();

  /** Weights by class: rows that are of it, that are called it, that are both. */
  private final double[] observed;

  private final double[] predicted;
  private final double[] right;

  /** Weights by label, then prediction; empty for many classes. */
  private final double[] confusion;

  private long rows;

  public MulticlassMetrics(int classes) {
    this.classes = classes;
    observed = new double[classes];
    predicted = new double[classes];
    right = new double[classes];
    confusion = new double[classes <= MOST_CLASSES_OF_A_MATRIX ? classes * classes : 0];
  }

  /**
   * Takes note of one row.
   *
   * @param scores those of the row begin at {@code at}
   */
  public void add(double[] scores, int at, double label, double rowWeight) {
    int own = (int) label;
    int best = highest(scores, at, classes);
    rows++;
    weight.add(rowWeight);
    loss.add(rowWeight * Softmax.loss(scores, at, classes, own));
    if (best == own) {
      correct.add(rowWeight);
    }
    if (classes > TOP && rank(scores, at, own) < TOP) {
      correctInTop.add(rowWeight);
    }
    double rounded = Math.rint(rowWeight / WEIGHT_UNIT) * WEIGHT_UNIT;
    observed[own] += rounded;
    predicted[best] += rounded;
    if (best == own) {
      right[own] += rounded;
    }
    if (confusion.length > 0) {
      confusion[own * classes + best] += rounded;
    }
  }

  /** The class with the highest of some scores; the first of several. */
  public static int highest(double[] scores, int at, int classes) {
    int best = 0;
    for (int i = 1; i < classes; i++) {
      if (scores[at + i] > scores[at + best]) {
        best = i;
      }
    }
    return best;
  }

  /** Number of classes that come before one; of equal scores the first does. */
  private int rank(double[] scores, int at, int own) {
    double score = scores[at + own];
    int before = 0;
    for (int i = 0; i < classes; i++) {
      double other = scores[at + i];
      before += other > score || (other == score && i < own) ? 1 : 0;
    }
    return before;
  }

  @Override
  public void merge(Metrics metrics) {
    if (!(metrics instanceof MulticlassMetrics other) || classes != other.classes) {
      throw new IllegalArgumentException("metrics of other classes do not merge");
    }
    rows += other.rows;
    weight.add(other.weight);
    loss.add(other.loss);
    correct.add(other.correct);
    correctInTop.add(other.correctInTop);
    add(observed, other.observed);
    add(predicted, other.predicted);
    add(right, other.right);
    add(confusion, other.confusion);
  }

  private static void add(double[] sums, double[] others) {
    for (int i = 0; i < sums.length; i++) {
      sums[i] += others[i];
    }
  }

  @Override
  public void compact() {
    // Sums have one size.
  }

  @Override
  public long rows() {
    return rows;
  }

  /** Mean log loss, in nats; NaN without rows. */
  @Override
  public double loss() {
    return loss.value() / weight.value();
  }

  /** The part of the rows that is predicted right, in [0, 1]; NaN without rows. */
  public double accuracy() {
    return correct.value() / weight.value();
  }

  /** The part of the rows whose label is among the {@link #TOP} highest scores. */
  public double topAccuracy() {
    return correctInTop.value() / weight.value();
  }

  /**
   * The mean over the classes that occur or are predicted of F1, the harmonic mean of precision and
   * recall; NaN without rows.
   */
  public double macroF1() {
    double sum = 0;
    int counted = 0;
    for (int i = 0; i < classes; i++) {
      double both = observed[i] + predicted[i];
      if (both > 0) {
        sum += 2 * right[i] / both;
        counted++;
      }
    }
    return sum / counted;
  }

  /** Weights of the rows by label (rows of the matrix) and prediction; empty for many classes. */
  public double[][] confusionMatrix() {
    double[][] matrix = new double[confusion.length == 0 ? 0 : classes][classes];
    for (int own = 0; own < matrix.length; own++) {
      System.arraycopy(confusion, own * classes, matrix[own], 0, classes);
    }
    return matrix;
  }

  @Override
  public Map<String, Object> figures() {
    Map<String, Object> figures = new LinkedHashMap<>();
    figures.put("rows", rows);
    figures.put("logLoss", loss());
    figures.put("accuracy", accuracy());
    if (classes > TOP) {
      figures.put("top" + TOP + "Accuracy", topAccuracy());
    }
    figures.put("macroF1", macroF1());
    if (confusion.length > 0) {
      figures.put("confusionMatrix", confusionMatrix());
    }
    return figures;
  }

  @Override
  public String summary() {
    return String.format(
        Locale.ROOT,
        "log loss %.4f, accuracy %.2f %%, %smacro F1 %.4f",
        loss(),
        100 * accuracy(),
        classes > TOP
            ? String.format(Locale.ROOT, "top %d accuracy %.2f %%, ", TOP, 100 * topAccuracy())
            : "",
        macroF1());
  }

  @Override
  public Headline headline() {
    return new Headline("log loss", String.format(Locale.ROOT, "%.4f", loss()));
  }
}
