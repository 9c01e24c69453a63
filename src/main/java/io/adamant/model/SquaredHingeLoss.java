package io.adamant.model;

import io.adamant.data.Task;

/**
 * The squared hinge, LIBLINEAR's L2-loss SVM (Fan et al., "LIBLINEAR: a library for large linear
 * classification", 2008), with labels s = ±1:
 *
 * <pre>
 *   l(z, s) = max(0, 1 - s z)²
 *   dl/dz   = -2 s max(0, 1 - s z)
 * </pre>
 *
 * The sign of z decides. A score is not a log odds, and there are no probabilities.
 */
public final class SquaredHingeLoss extends ScalarLoss {
  @Override
  public String name() {
    return "squared hinge loss";
  }

  @Override
  public Task task() {
    return Task.BINARY;
  }

  @Override
  public double value(double score, double label) {
    double missing = Math.max(0.0, 1.0 - Signs.of(label) * score);
    return missing * missing;
  }

  @Override
  public double slope(double score, double label) {
    double sign = Signs.of(label);
    return -2.0 * sign * Math.max(0.0, 1.0 - sign * score);
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
      return "squared-hinge";
    }

    @Override
    public Task task() {
      return Task.BINARY;
    }

    @Override
    public Model model(InputShape input) {
      return new LinearModel(type(), new SquaredHingeLoss(), bias);
    }
  }
}
