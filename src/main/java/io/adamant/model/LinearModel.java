package io.adamant.model;

import io.adamant.data.ExampleBlock;
import io.adamant.linalg.TensorShape;
import java.util.List;

/**
 * A loss of the linear score {@code z = w·x + b + offset}. Its gradient is {@code l'(z) x} for w
 * and {@code l'(z)} for b, so models of this kind differ only by their loss l.
 */
public class LinearModel implements Model {
  private final String type;
  private final ScalarLoss loss;
  private final boolean bias;

  /**
   * @param bias whether there is a constant term b
   */
  public LinearModel(String type, ScalarLoss loss, boolean bias) {
    this.type = type;
    this.loss = loss;
    this.bias = bias;
  }

  @Override
  public final String type() {
    return type;
  }

  @Override
  public final Loss loss() {
    return loss;
  }

  @Override
  public final String tableName() {
    return "weight";
  }

  @Override
  public final int columns() {
    return 1;
  }

  @Override
  public final List<TensorShape> tensors() {
    return bias ? List.of(new TensorShape("bias", 1)) : List.of();
  }

  @Override
  public final double addGradient(
      ExampleBlock block, BlockParameters parameters, BlockParameters gradient) {
    double[] slopes = new double[block.rows()];
    score(block, parameters, slopes);
    double sumOfLosses = loss.differentiate(block, slopes);
    block.addTransposed(slopes, gradient.table());
    if (bias) {
      double sum = 0.0;
      for (double slope : slopes) {
        sum += slope;
      }
      gradient.tensors()[0][0] += sum;
    }
    return sumOfLosses;
  }

  @Override
  public final void score(ExampleBlock block, BlockParameters parameters, double[] scores) {
    block.multiply(parameters.table(), bias ? parameters.tensors()[0][0] : 0.0, scores);
    block.addOffsets(scores);
  }
}
