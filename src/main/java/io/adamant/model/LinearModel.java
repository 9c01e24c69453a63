package io.adamant.model;

import io.adamant.data.ExampleBlock;
import io.adamant.linalg.TensorShape;
import java.util.List;

/**
 * A loss of the linear score {@code z = w·x + b}. Its gradient is {@code l'(z) x} for w and {@code
 * l'(z)} for b, so a model of this kind has only its loss l to say.
 */
abstract class LinearModel implements Model {
  private final boolean bias;

  /**
   * @param bias whether there is a constant term b
   */
  LinearModel(boolean bias) {
    this.bias = bias;
  }

  /**
   * Replaces the score of each row by weight x {@code l'(z)}.
   *
   * @param scores the score of each row; overwritten
   * @return the sum over the rows of weight x {@code l(z)}
   */
  abstract double differentiate(ExampleBlock block, double[] scores);

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
    double loss = differentiate(block, slopes);
    block.addTransposed(slopes, gradient.table());
    if (bias) {
      double sum = 0.0;
      for (double slope : slopes) {
        sum += slope;
      }
      gradient.tensors()[0][0] += sum;
    }
    return loss;
  }

  @Override
  public final void score(ExampleBlock block, BlockParameters parameters, double[] scores) {
    block.multiply(parameters.table(), bias ? parameters.tensors()[0][0] : 0.0, scores);
  }
}
