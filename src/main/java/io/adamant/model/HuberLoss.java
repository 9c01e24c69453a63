package io.adamant.model;

import io.adamant.data.Task;

/**
 * Huber's loss (Huber, "Robust estimation of a location parameter", 1964): squared for small errors
 * {@code e = z - y}, so that it is smooth, and linear for large ones, which then count less:
 *
 * <pre>
 *   l(z, y) = e² / 2              where |e| ≤ δ
 *             δ (|e| - δ / 2)     elsewhere
 *   dl/dz   = max(-δ, min(e, δ))
 * </pre>
 *
 * As PyTorch's {@code HuberLoss}. scikit-learn and Spark estimate a scale of the errors beside, and
 * take δ in units of it; here δ is in units of the label.
 */
public final class HuberLoss extends ScalarLoss {
  private final double delta;

  /**
   * @param delta the error from which on the loss is linear
   */
  public HuberLoss(double delta) {
    this.delta = delta;
  }

  @Override
  public String name() {
    return "Huber loss";
  }

  @Override
  public Task task() {
    return Task.REGRESSION;
  }

  @Override
  public double value(double score, double label) {
    double error = Math.abs(score - label);
    return error <= delta ? 0.5 * error * error : delta * (error - 0.5 * delta);
  }

  @Override
  public double slope(double score, double label) {
    return Math.max(-delta, Math.min(score - label, delta));
  }

  /**
   * The section {@code model} of a linear model with this loss.
   *
   * @param huberDelta δ, the error from which on the loss is linear
   * @param bias whether there is a constant term
   */
  public record Settings(double huberDelta, boolean bias) implements ModelSettings {
    public static final Settings DEFAULTS = new Settings(1.0, true);

    public Settings {
      if (!(huberDelta > 0 && huberDelta < Double.POSITIVE_INFINITY)) {
        throw new IllegalArgumentException(
            "model.huber-delta must be finite and > 0, got " + huberDelta);
      }
    }

    @Override
    public String type() {
      return "huber";
    }

    @Override
    public Task task() {
      return Task.REGRESSION;
    }

    @Override
    public Model model(InputShape input) {
      return new LinearModel(type(), new HuberLoss(huberDelta), bias);
    }
  }
}
