package io.adamant.engine;

import io.adamant.data.ExampleBlock;
import io.adamant.metrics.BinaryMetrics;
import io.adamant.metrics.Metrics;
import io.adamant.metrics.MulticlassMetrics;
import io.adamant.metrics.RegressionMetrics;
import io.adamant.model.Loss;
import io.adamant.model.ScalarLoss;

/** Which metrics a task has, and how scores enter them. */
final class Measuring {
  private Measuring() {}

  /** Metrics of no rows yet. */
  static Metrics begin(Loss loss) {
    return switch (loss.task()) {
      case BINARY -> new BinaryMetrics(loss.scoresAreLogOdds());
      case MULTICLASS -> new MulticlassMetrics(loss.outputs());
      case REGRESSION, COUNTS, POSITIVE -> new RegressionMetrics();
    };
  }

  /** Whether the metrics have a mean loss. */
  static boolean hasLoss(Loss loss) {
    return switch (loss.task()) {
      case BINARY -> loss.scoresAreLogOdds();
      case MULTICLASS, REGRESSION, COUNTS, POSITIVE -> true;
    };
  }

  /** Takes note of the rows of a block. */
  static void add(Loss loss, ExampleBlock block, double[] scores, Metrics metrics) {
    if (metrics instanceof BinaryMetrics binary) {
      for (int row = 0; row < block.rows(); row++) {
        binary.add(scores[row], block.label(row), block.weight(row));
      }
    } else if (metrics instanceof MulticlassMetrics multiclass) {
      for (int row = 0; row < block.rows(); row++) {
        multiclass.add(scores, row * loss.outputs(), block.label(row), block.weight(row));
      }
    } else if (metrics instanceof RegressionMetrics regression && loss instanceof ScalarLoss own) {
      for (int row = 0; row < block.rows(); row++) {
        double label = block.label(row);
        double prediction = own.prediction(scores[row]);
        regression.add(
            prediction,
            label,
            own.value(scores[row], label),
            own.deviance(prediction, label),
            block.weight(row));
      }
    } else {
      throw new IllegalArgumentException("%s is not measured by %s".formatted(loss, metrics));
    }
  }
}
