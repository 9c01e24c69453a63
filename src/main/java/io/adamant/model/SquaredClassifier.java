package io.adamant.model;

import io.adamant.data.ExampleBlock;

/**
 * Least-squares classification: the loss of a row is {@code (z - y)² / 2} with {@code z = w·x + b}
 * and y = ±1 for the two labels; its gradient is {@code (z - y) x} for w, and {@code z - y} for b.
 * The sign of z decides. A score is not a log odds, and there are no probabilities.
 */
public final class SquaredClassifier extends LinearModel {
  /** The type's name in configuration and model files. */
  public static final String TYPE = "squared";

  /**
   * @param bias whether there is a constant term
   */
  public SquaredClassifier(boolean bias) {
    super(bias);
  }

  @Override
  public String type() {
    return TYPE;
  }

  @Override
  public String lossName() {
    return "squared loss";
  }

  @Override
  public boolean scoresAreLogOdds() {
    return false;
  }

  @Override
  double differentiate(ExampleBlock block, double[] scores) {
    double loss = 0.0;
    for (int row = 0; row < scores.length; row++) {
      // Blocks hold the labels 0 and 1.
      double error = scores[row] - (2 * block.label(row) - 1);
      double slope = block.weight(row) * error;
      loss += 0.5 * slope * error;
      scores[row] = slope;
    }
    return loss;
  }
}
