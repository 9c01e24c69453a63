package io.adamant.model;

import io.adamant.data.ExampleBlock;
import io.adamant.linalg.Log1pSum;
import io.adamant.linalg.Logistic;

/**
 * Binary logistic regression: {@code P(y = 1 | x) = 1 / (1 + exp(-z))} with {@code z = w·x + b}.
 *
 * <p>The loss of a row is {@code -log P(y | x)}; its gradient is {@code (P(1 | x) - y) x} for w,
 * and {@code P(1 | x) - y} for b. Labels are 0 and 1.
 */
public final class LogisticRegression extends LinearModel {
  /** The type's name in configuration and model files. */
  public static final String TYPE = "logistic";

  /**
   * @param bias whether there is a constant term
   */
  public LogisticRegression(boolean bias) {
    super(bias);
  }

  @Override
  public String type() {
    return TYPE;
  }

  @Override
  public String lossName() {
    return "log loss";
  }

  @Override
  public boolean scoresAreLogOdds() {
    return true;
  }

  @Override
  double differentiate(ExampleBlock block, double[] scores) {
    // Of a row's loss, log(1 + exp(-|z|)) + max(z, 0) - yz, the logarithms are summed by
    // themselves.
    Log1pSum logarithms = new Log1pSum();
    double loss = 0.0;
    for (int row = 0; row < scores.length; row++) {
      double margin = scores[row];
      double label = block.label(row);
      double weight = block.weight(row);
      double e = StrictMath.exp(-Math.abs(margin));
      if (weight == 1.0) {
        logarithms.add(e);
        loss += Math.max(margin, 0.0) - margin * label;
      } else {
        loss += weight * Logistic.loss(margin, label, e);
      }
      scores[row] = weight * (Logistic.probability(margin, e) - label);
    }
    return loss + logarithms.value();
  }
}
