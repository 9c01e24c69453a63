package io.adamant.model;

import io.adamant.data.Task;

/**
 * Positive amounts y of a gamma distribution with mean {@code m = exp(z)} (log link). The loss is
 * the negative log likelihood for shape 1 without what does not depend on z; another shape would
 * multiply it:
 *
 * <pre>
 *   l(z, y) = z + y exp(-z)
 *   dl/dz   = 1 - y exp(-z)
 * </pre>
 *
 * The unit deviance is {@code 2 (y / m - 1 - log(y / m))}.
 */
public final class GammaLoss extends ScalarLoss {
  @Override
  public String name() {
    return "gamma loss";
  }

  @Override
  public Task task() {
    return Task.POSITIVE;
  }

  @Override
  public double value(double score, double label) {
    return score + label * StrictMath.exp(-score);
  }

  @Override
  public double slope(double score, double label) {
    return 1.0 - label * StrictMath.exp(-score);
  }

  @Override
  public double prediction(double score) {
    return StrictMath.exp(score);
  }

  @Override
  public double deviance(double prediction, double label) {
    double ratio = label / prediction;
    return 2.0 * (ratio - 1.0 - StrictMath.log(ratio));
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
      return "gamma";
    }

    @Override
    public Task task() {
      return Task.POSITIVE;
    }

    @Override
    public Model model(InputShape input) {
      return new LinearModel(type(), new GammaLoss(), bias);
    }
  }
}
