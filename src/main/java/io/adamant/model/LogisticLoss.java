package io.adamant.model;

import io.adamant.data.ExampleBlock;
import io.adamant.data.Task;
import io.adamant.linalg.Log1pSum;
import io.adamant.linalg.Logistic;

/**
 * Log loss of {@code P(y = 1) = p = 1 / (1 + exp(-z))}:
 *
 * <pre>
 *   l(z, y) = -log P(y) = log(1 + exp(z)) - y z     y = 0, 1
 *   dl/dz   = p - y
 * </pre>
 */
public final class LogisticLoss extends ScalarLoss {
  @Override
  public String name() {
    return "log loss";
  }

  @Override
  public Task task() {
    return Task.BINARY;
  }

  @Override
  public boolean scoresAreLogOdds() {
    return true;
  }

  @Override
  public double value(double score, double label) {
    return Logistic.loss(score, label);
  }

  @Override
  public double slope(double score, double label) {
    return Logistic.probability(score) - label;
  }

  @Override
  public double differentiate(ExampleBlock block, double[] scores) {
    // Of a row's loss, log(1 + exp(-|z|)) + max(z, 0) - yz, the logarithms are summed by
    // themselves.
    Log1pSum logarithms = new Log1pSum();
    double loss = 0.0;
    for (int row = 0; row < block.rows(); row++) {
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
