package io.adamant.jobs;

import io.adamant.data.BinaryLabels;
import io.adamant.data.ClassLabels;
import io.adamant.data.LabelEncoding;
import io.adamant.data.Task;
import io.adamant.linalg.Logistic;
import io.adamant.linalg.Softmax;
import io.adamant.metrics.BinaryMetrics;
import io.adamant.metrics.MulticlassMetrics;
import io.adamant.model.Loss;
import io.adamant.model.ScalarLoss;
import java.io.Serializable;

/** The line of a row's prediction: what its task calls for, by tabs apart. */
final class PredictionText implements Serializable {
  private final Loss loss;
  private final LabelEncoding labels;

  PredictionText(Loss loss, LabelEncoding labels) {
    this.loss = loss;
    this.labels = labels;
  }

  /** The label of one of two classes. */
  static String label(LabelEncoding labels, boolean isPositive) {
    if (labels instanceof BinaryLabels two) {
      return BinaryLabels.plain(two.decode(isPositive));
    }
    return ((ClassLabels) labels).decode(isPositive ? 1 : 0);
  }

  /**
   * The line.
   *
   * @param scores those of the row begin at {@code at}; may be overwritten
   */
  String line(double[] scores, int at) {
    if (loss.task() == Task.BINARY) {
      double second = loss.scoresAreLogOdds() ? Logistic.probability(scores[at]) : scores[at];
      return label(labels, BinaryMetrics.isPositive(scores[at])) + "\t" + second;
    }
    if (labels instanceof ClassLabels several) {
      int k = loss.outputs();
      StringBuilder line =
          new StringBuilder(several.decode(MulticlassMetrics.highest(scores, at, k)));
      Softmax.probabilities(scores, at, k, 0);
      for (int i = at; i < at + k; i++) {
        line.append('\t').append(scores[i]);
      }
      return line.toString();
    }
    return loss instanceof ScalarLoss scalar
        ? Double.toString(scalar.prediction(scores[at]))
        : Double.toString(scores[at]);
  }
}
