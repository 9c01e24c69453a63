package io.adamant.model;

import io.adamant.data.Task;

/**
 * Counts y ≥ 0 of a Poisson distribution with mean {@code m = exp(z)} (log link). The loss is the
 * negative log likelihood without what does not depend on z:
 *
 * <pre>
 *   l(z, y) = exp(z) - y z
 *   dl/dz   = exp(z) - y
 * </pre>
 *
 * It may be negative, as PyTorch's {@code PoissonNLLLoss} may. The unit deviance is {@code 2 (y
 * log(y / m) - y + m)}, with 0 log 0 = 0.
 */
public final class PoissonLoss extends ScalarLoss {
  @Override
  public String name() {
    return "Poisson loss";
  }

  @Override
  public Task task() {
    return Task.COUNTS;
  }

  @Override
  public double value(double score, double label) {
    return StrictMath.exp(score) - label * score;
  }

  @Override
  public double slope(double score, double label) {
    return StrictMath.exp(score) - label;
  }

  @Override
  public double prediction(double score) {
    return StrictMath.exp(score);
  }

  @Override
  public double deviance(double prediction, double label) {
    double ratio = label == 0.0 ? 0.0 : label * StrictMath.log(label / prediction);
    return 2.0 * (ratio - label + prediction);
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
      return "poisson";
    }

    @Override
    public Task task() {
      return Task.COUNTS;
    }

    @Override
    public Model model(InputShape input) {
      return new LinearModel(type(), new PoissonLoss(), bias);
    }
  }
}
