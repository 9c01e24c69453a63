package io.adamant.model;

import io.adamant.data.Task;

/**
 * Least-squares classification, with labels s = ±1:
 *
 * <pre>
 *   l(z, s) = (z - s)² / 2
 *   dl/dz   = z - s
 * </pre>
 *
 * The sign of z decides. A score is not a log odds, and there are no probabilities.
 */
public final class SquaredClassifierLoss extends ScalarLoss {
  @Override
  public String name() {
    return "squared loss";
  }

  @Override
  public Task task() {
    return Task.BINARY;
  }

  @Override
  public double value(double score, double label) {
    double error = score - Signs.of(label);
    return 0.5 * error * error;
  }

  @Override
  public double slope(double score, double label) {
    return score - Signs.of(label);
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
      return "squared-classifier";
    }

    @Override
    public Task task() {
      return Task.BINARY;
    }

    @Override
    public Model model(InputShape input) {
      return new LinearModel(type(), new SquaredClassifierLoss(), bias);
    }
  }
}
