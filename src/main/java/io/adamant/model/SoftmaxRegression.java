package io.adamant.model;

import io.adamant.data.ExampleBlock;
import io.adamant.data.Task;
import io.adamant.linalg.TensorShape;
import java.util.List;

/**
 * Multinomial logistic regression: k linear scores {@code z_i = w_i·x + b_i} whose loss is {@link
 * SoftmaxLoss}. Its gradient is {@code (p_i - [i = y]) x} for w_i and {@code p_i - [i = y]} for
 * b_i.
 *
 * <p>All k classes have weights of their own, as in scikit-learn: adding one vector to all of them
 * changes nothing, and a penalty picks among such solutions.
 */
public final class SoftmaxRegression implements Model {
  /** The type's name in configuration and model files. */
  public static final String TYPE = "softmax";

  private final SoftmaxLoss loss;
  private final boolean bias;

  /**
   * @param bias whether each class has a constant term
   */
  public SoftmaxRegression(int classes, boolean bias) {
    this.loss = new SoftmaxLoss(classes);
    this.bias = bias;
  }

  @Override
  public String type() {
    return TYPE;
  }

  @Override
  public Loss loss() {
    return loss;
  }

  @Override
  public String tableName() {
    return "weight";
  }

  @Override
  public int columns() {
    return loss.outputs();
  }

  @Override
  public List<TensorShape> tensors() {
    return bias ? List.of(new TensorShape("bias", loss.outputs())) : List.of();
  }

  @Override
  public double addGradient(
      ExampleBlock block, BlockParameters parameters, BlockParameters gradient) {
    int k = loss.outputs();
    double[] slopes = new double[Math.multiplyExact(block.rows(), k)];
    score(block, parameters, slopes);
    double sumOfLosses = loss.differentiate(block, slopes);
    block.addTransposed(k, slopes, gradient.table());
    if (bias) {
      double[] sums = gradient.tensors()[0];
      for (int at = 0; at < slopes.length; at += k) {
        for (int i = 0; i < k; i++) {
          sums[i] += slopes[at + i];
        }
      }
    }
    return sumOfLosses;
  }

  @Override
  public void score(ExampleBlock block, BlockParameters parameters, double[] scores) {
    int k = loss.outputs();
    block.multiply(parameters.table(), bias ? parameters.tensors()[0] : new double[k], scores);
  }

  /**
   * The section {@code model}.
   *
   * @param bias whether each class has a constant term
   */
  public record Settings(boolean bias) implements ModelSettings {
    public static final Settings DEFAULTS = new Settings(true);

    @Override
    public String type() {
      return TYPE;
    }

    @Override
    public Task task() {
      return Task.MULTICLASS;
    }

    @Override
    public Model model(InputShape input) {
      return new SoftmaxRegression(input.classes(), bias);
    }
  }
}
