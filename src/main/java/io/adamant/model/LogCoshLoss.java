package io.adamant.model;

import io.adamant.data.Task;

/**
 * Log-cosh, a smooth relative of the absolute error: of an error {@code e = z - y} it is about e² /
 * 2 where e is small and |e| - log 2 where it is large:
 *
 * <pre>
 *   l(z, y) = log cosh(e) = |e| + log(1 + exp(-2 |e|)) - log 2
 *   dl/dz   = tanh(e)
 * </pre>
 *
 * In the second form nothing overflows.
 */
public final class LogCoshLoss extends ScalarLoss {
  private static final double LOG_2 = StrictMath.log(2.0);

  @Override
  public String name() {
    return "log-cosh loss";
  }

  @Override
  public Task task() {
    return Task.REGRESSION;
  }

  @Override
  public double value(double score, double label) {
    double error = Math.abs(score - label);
    return error + StrictMath.log1p(StrictMath.exp(-2.0 * error)) - LOG_2;
  }

  @Override
  public double slope(double score, double label) {
    return StrictMath.tanh(score - label);
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
      return "log-cosh";
    }

    @Override
    public Task task() {
      return Task.REGRESSION;
    }

    @Override
    public Model model(InputShape input) {
      return new LinearModel(type(), new LogCoshLoss(), bias);
    }
  }
}
