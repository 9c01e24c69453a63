package io.adamant.engine;

import io.adamant.metrics.Metrics;
import io.adamant.model.Model;
import java.util.Map;

/**
 * When a training ends before its last step: after more than {@code patience} validations in a row
 * that are not better than the best one. The model is then that of the best validation.
 *
 * <p>A value a is better than the best b if {@code a < b - minDelta}, or {@code a > b + minDelta}
 * where more is better: as Keras' {@code EarlyStopping} with {@code restore_best_weights}, but for
 * patience, of which Keras takes {@code patience >= 1} bad validations and this {@code patience +
 * 1}, as {@code ReduceLROnPlateau} does.
 *
 * @param metric {@link #LOSS}, or the key of a figure of the validation's metrics
 * @param mode whether less or more of it is better
 * @param patience bad validations in a row that are borne, at least 0
 * @param minDelta finite, at least 0
 */
public record EarlyStopping(String metric, Mode mode, long patience, double minDelta) {
  /** The mean validation loss. */
  public static final String LOSS = "loss";

  /** Whether the metric is to fall or to rise. */
  public enum Mode {
    MIN,
    MAX
  }

  public EarlyStopping {
    if (patience < 0) {
      throw new IllegalArgumentException("early-stopping.patience must be >= 0, got " + patience);
    }
    if (!(minDelta >= 0 && Double.isFinite(minDelta))) {
      throw new IllegalArgumentException(
          "early-stopping.min-delta must be finite and >= 0, got " + minDelta);
    }
  }

  /** The value before any is seen: whatever comes is better. */
  double worst() {
    return mode == Mode.MIN ? Double.POSITIVE_INFINITY : Double.NEGATIVE_INFINITY;
  }

  /** False for NaN. */
  boolean isBetter(double value, double best) {
    return mode == Mode.MIN ? value < best - minDelta : value > best + minDelta;
  }

  /**
   * Refuses a metric that a model is not measured by.
   *
   * @throws IllegalArgumentException with a message that begins with the key
   */
  public void requireSuit(Model model) {
    if (metric.equals(LOSS) && !Measuring.hasLoss(model.loss())) {
      throw new IllegalArgumentException(
          "early-stopping.metric must be set for this model, whose validation has no loss");
    }
    valueOf(Measuring.begin(model.loss()));
  }

  /**
   * The metric's value.
   *
   * @throws IllegalArgumentException where the metrics have no such figure; with the key first
   */
  double valueOf(Metrics metrics) {
    if (metric.equals(LOSS)) {
      return metrics.loss();
    }
    Object figure = metrics.figures().get(metric);
    if (figure instanceof Double value) {
      return value;
    }
    throw new IllegalArgumentException(
        "early-stopping.metric must be %s or one of %s, got %s"
            .formatted(
                LOSS,
                metrics.figures().entrySet().stream()
                    .filter(each -> each.getValue() instanceof Double)
                    .map(Map.Entry::getKey)
                    .toList(),
                metric));
  }
}
