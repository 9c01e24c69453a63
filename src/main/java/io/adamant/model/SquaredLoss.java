package io.adamant.model;

import io.adamant.data.Task;

/**
 * Least squares, the loss of a normal distribution around z:
 *
 * <pre>
 *   l(z, y) = (z - y)² / 2
 *   dl/dz   = z - y
 * </pre>
 *
 * The unit deviance is {@code (z - y)²}.
 */
public final class SquaredLoss extends ScalarLoss {
  @Override
  public String name() {
    return "squared loss";
  }

  @Override
  public Task task() {
    return Task.REGRESSION;
  }

  @Override
  public double value(double score, double label) {
    double error = score - label;
    return 0.5 * error * error;
  }

  @Override
  public double slope(double score, double label) {
    return score - label;
  }

  @Override
  public double deviance(double prediction, double label) {
    double error = prediction - label;
    return error * error;
  }

  /**
   * The section {@code model} of a linear model with this loss.
   *
   * @param bias whether there is a constant term
   */
  public record Settings(boolean bias) implements ModelSettings {
    public static final Settings DEFAULTS = new Settings(true);

    @Override
    public String type() {
      return "squared";
    }

    @Override
    public Task task() {
      return Task.REGRESSION;
    }

    @Override
    public Model model(InputShape input) {
      return new LinearModel(type(), new SquaredLoss(), bias);
    }
  }
}
