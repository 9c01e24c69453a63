package io.adamant.model;

import io.adamant.data.ExampleBlock;

/** A loss l(z, y) of one score z and a label y. */
public abstract class ScalarLoss implements Loss {
  /** {@code l(z, y)}; for two classes y is 0 or 1. */
  public abstract double value(double score, double label);

  /** {@code dl/dz}; where there is none, a subgradient. */
  public abstract double slope(double score, double label);

  /** What the score predicts of the label, of most losses its mean: the inverse link. */
  public double prediction(double score) {
    return score;
  }

  /**
   * Twice the log likelihood that a prediction falls short of the label itself, in the family that
   * the loss is of; NaN where it is of none.
   */
  public double deviance(double prediction, double label) {
    return Double.NaN;
  }

  @Override
  public final int outputs() {
    return 1;
  }

  @Override
  public double differentiate(ExampleBlock block, double[] scores) {
    double loss = 0.0;
    for (int row = 0; row < block.rows(); row++) {
      double score = scores[row];
      double label = block.label(row);
      double weight = block.weight(row);
      loss += weight * value(score, label);
      scores[row] = weight * slope(score, label);
    }
    return loss;
  }
}
