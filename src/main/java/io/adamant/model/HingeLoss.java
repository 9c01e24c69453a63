package io.adamant.model;

import io.adamant.data.Task;

/**
 * The loss of the support vector machine (Cortes and Vapnik, "Support-vector networks", 1995), with
 * labels s = ±1:
 *
 * <pre>
 *   l(z, s) = max(0, 1 - s z)
 *   dl/dz   = -s where s z &lt; 1, else 0
 * </pre>
 *
 * The sign of z decides. A score is not a log odds, and there are no probabilities.
 */
public final class HingeLoss extends ScalarLoss {
  @Override
  public String name() {
    return "hinge loss";
  }

  @Override
  public Task task() {
    return Task.BINARY;
  }

  @Override
  public double value(double score, double label) {
    return Math.max(0.0, 1.0 - Signs.of(label) * score);
  }

  @Override
  public double slope(double score, double label) {
    double sign = Signs.of(label);
    return sign * score < 1.0 ? -sign : 0.0;
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
      return "hinge";
    }

    @Override
    public Task task() {
      return Task.BINARY;
    }

    @Override
    public Model model(InputShape input) {
      return new LinearModel(type(), new HingeLoss(), bias);
    }
  }
}
