package io.adamant.model;

import io.adamant.data.ExampleBlock;
import io.adamant.data.Task;
import io.adamant.linalg.Softmax;

/**
 * Log loss of k classes with {@code P(y = i) = p_i = exp(z_i) / Σ exp(z_j)}:
 *
 * <pre>
 *   l(z, y)  = -log p_y = log Σ exp(z_j) - z_y     y = 0 ... k-1
 *   dl/dz_i  = p_i - [i = y]
 * </pre>
 *
 * The largest score is taken off all of them first ({@link Softmax}).
 */
public final class SoftmaxLoss implements Loss {
  private final int classes;

  public SoftmaxLoss(int classes) {
    if (classes < 2) {
      throw new IllegalArgumentException("two classes are the fewest, got " + classes);
    }
    this.classes = classes;
  }

  @Override
  public String name() {
    return "log loss";
  }

  @Override
  public Task task() {
    return Task.MULTICLASS;
  }

  @Override
  public int outputs() {
    return classes;
  }

  @Override
  public double differentiate(ExampleBlock block, double[] scores) {
    double loss = 0.0;
    for (int row = 0, at = 0; row < block.rows(); row++, at += classes) {
      int label = (int) block.label(row);
      double weight = block.weight(row);
      loss += weight * Softmax.probabilities(scores, at, classes, label);
      scores[at + label] -= 1.0;
      if (weight != 1.0) {
        for (int i = at; i < at + classes; i++) {
          scores[i] *= weight;
        }
      }
    }
    return loss;
  }
}
