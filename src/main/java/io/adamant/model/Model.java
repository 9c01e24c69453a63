package io.adamant.model;

import io.adamant.data.ExampleBlock;
import io.adamant.linalg.TensorShape;
import java.io.Serializable;
import java.util.List;

/**
 * Loss and gradient of example blocks, on dense local arrays: a model never meets a global feature
 * id. Immutable and without state.
 */
public interface Model extends Serializable {
  /** The usual name, in lower case. */
  String type();

  /** The loss as people call it, such as {@code log loss}. */
  String lossName();

  /**
   * Whether a score is the log odds of the positive class, so that it stands for a probability.
   * Either way a score above 0 predicts the positive class.
   */
  boolean scoresAreLogOdds();

  /** The name of the table, as model files and parameter groups know it. */
  String tableName();

  /** Values in the table for each feature. */
  int columns();

  /** The dense tensors. */
  List<TensorShape> tensors();

  /**
   * Adds the gradient of the block's loss: the sum over its rows of weight x gradient of the row's
   * loss.
   *
   * @param gradient of the shape of {@code parameters}, added to
   * @return the sum over the rows of weight x loss
   */
  double addGradient(ExampleBlock block, BlockParameters parameters, BlockParameters gradient);

  /**
   * Computes the raw prediction of each row; for logistic regression the margin (log odds).
   *
   * @param scores written; at least {@code block.rows()} long
   */
  void score(ExampleBlock block, BlockParameters parameters, double[] scores);
}
