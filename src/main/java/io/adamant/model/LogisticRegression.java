package io.adamant.model;

import io.adamant.data.ExampleBlock;
import io.adamant.linalg.Log1pSum;
import io.adamant.linalg.Logistic;
import io.adamant.linalg.TensorShape;
import java.util.List;

/**
 * Binary logistic regression: {@code P(y = 1 | x) = 1 / (1 + exp(-z))} with {@code z = w·x + b}.
 *
 * <p>The loss of a row is {@code -log P(y | x)}; its gradient is {@code (P(1 | x) - y) x} for w,
 * and {@code P(1 | x) - y} for b. Labels are 0 and 1.
 */
public final class LogisticRegression implements Model {
  /** The type's name in configuration and model files. */
  public static final String TYPE = "logistic";

  private final boolean bias;

  /**
   * @param bias whether there is a constant term
   */
  public LogisticRegression(boolean bias) {
    this.bias = bias;
  }

  @Override
  public String type() {
    return TYPE;
  }

  @Override
  public String tableName() {
    return "weight";
  }

  @Override
  public int columns() {
    return 1;
  }

  @Override
  public List<TensorShape> tensors() {
    return bias ? List.of(new TensorShape("bias", 1)) : List.of();
  }

  @Override
  public double addGradient(
      ExampleBlock block, BlockParameters parameters, BlockParameters gradient) {
    double[] residuals = new double[block.rows()];
    score(block, parameters, residuals);
    // Of a row's loss, log(1 + exp(-|z|)) + max(z, 0) - yz, the logarithms are summed by
    // themselves.
    Log1pSum logarithms = new Log1pSum();
    double loss = 0.0;
    double residualSum = 0.0;
    for (int row = 0; row < residuals.length; row++) {
      double margin = residuals[row];
      double label = block.label(row);
      double weight = block.weight(row);
      double e = StrictMath.exp(-Math.abs(margin));
      if (weight == 1.0) {
        logarithms.add(e);
        loss += Math.max(margin, 0.0) - margin * label;
      } else {
        loss += weight * Logistic.loss(margin, label, e);
      }
      residuals[row] = weight * (Logistic.probability(margin, e) - label);
      residualSum += residuals[row];
    }
    loss += logarithms.value();
    block.addTransposed(residuals, gradient.table());
    if (bias) {
      gradient.tensors()[0][0] += residualSum;
    }
    return loss;
  }

  @Override
  public void score(ExampleBlock block, BlockParameters parameters, double[] scores) {
    block.multiply(parameters.table(), bias ? parameters.tensors()[0][0] : 0.0, scores);
  }
}
