package io.adamant.model;

import io.adamant.data.Task;

/**
 * The pinball loss, whose least mean is at the q-quantile of the label (Koenker and Bassett,
 * "Regression quantiles", 1978):
 *
 * <pre>
 *   l(z, y) = q (y - z)           where y ≥ z
 *             (1 - q) (z - y)     elsewhere
 *   dl/dz   = -q where z &lt; y,  1 - q where z &gt; y,  0 where they are equal
 * </pre>
 *
 * With q = 1/2 it is half the absolute error, and z the median.
 */
public final class QuantileLoss extends ScalarLoss {
  private final double quantile;

  /**
   * @param quantile q
   */
  public QuantileLoss(double quantile) {
    this.quantile = quantile;
  }

  @Override
  public String name() {
    return "quantile loss";
  }

  @Override
  public Task task() {
    return Task.REGRESSION;
  }

  @Override
  public double value(double score, double label) {
    double error = label - score;
    return error >= 0.0 ? quantile * error : (quantile - 1.0) * error;
  }

  @Override
  public double slope(double score, double label) {
    if (score == label) {
      return 0.0;
    }
    return score < label ? -quantile : 1.0 - quantile;
  }

  /**
   * The section {@code model} of a linear model with this loss.
   *
   * @param quantile q, the part of the labels that is to lie below the prediction
   * @param bias whether there is a constant term
   */
  public record Settings(double quantile, boolean bias) implements ModelSettings {
    public static final Settings DEFAULTS = new Settings(0.5, true);

    public Settings {
      if (!(quantile > 0 && quantile < 1)) {
        throw new IllegalArgumentException("model.quantile must be in (0, 1), got " + quantile);
      }
    }

    @Override
    public String type() {
      return "quantile";
    }

    @Override
    public Task task() {
      return Task.REGRESSION;
    }

    @Override
    public Model model(InputShape input) {
      return new LinearModel(type(), new QuantileLoss(quantile), bias);
    }
  }
}
