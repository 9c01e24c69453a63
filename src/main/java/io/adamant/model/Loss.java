package io.adamant.model;

import io.adamant.data.ExampleBlock;
import io.adamant.data.Task;
import java.io.Serializable;

/**
 * What a model's scores of a row lose against the row's label, with the derivative by the scores.
 * It knows nothing of how a model comes to its scores. Immutable and without state.
 */
public interface Loss extends Serializable {
  /** As people call it, such as {@code log loss}. */
  String name();

  /** What is predicted. */
  Task task();

  /** Number of scores a row. */
  int outputs();

  /**
   * Replaces the scores of each row by weight x derivative of the row's loss by each score.
   *
   * @param scores {@link #outputs} for each row, row after row; overwritten
   * @return the sum over the rows of weight x loss
   */
  double differentiate(ExampleBlock block, double[] scores);

  /**
   * Whether a score is the log odds of the positive class, so that it stands for a probability. In
   * a binary task a score above 0 predicts the positive class either way.
   */
  default boolean scoresAreLogOdds() {
    return false;
  }
}
