package io.adamant.model;

import io.adamant.data.ExampleBlock;
import io.adamant.linalg.ColumnGroup;
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

  /** What is made of the scores: task and loss. */
  Loss loss();

  /** The name of the table, as model files and parameter groups know it. */
  String tableName();

  /** Values in the table for each feature. */
  int columns();

  /**
   * The groups of the table's columns, with what they are before training; by default one of zeros.
   * A feature that was never trained on keeps its initial values.
   */
  default List<ColumnGroup> columnGroups() {
    return List.of(new ColumnGroup(tableName(), columns()));
  }

  /** The dense tensors. */
  List<TensorShape> tensors();

  /**
   * Adds the gradient of the block's loss: the sum over its rows of weight x gradient of the row's
   * loss, without noise.
   *
   * @param gradient of the shape of {@code parameters}, added to
   * @return the sum over the rows of weight x loss
   */
  double addGradient(ExampleBlock block, BlockParameters parameters, BlockParameters gradient);

  /**
   * The same as training takes it: a model that is trained with noise, such as dropout, draws it
   * from the seed. By default there is none.
   *
   * @param noiseSeed of this block in this step
   */
  default double addGradient(
      ExampleBlock block, BlockParameters parameters, BlockParameters gradient, long noiseSeed) {
    return addGradient(block, parameters, gradient);
  }

  /**
   * Computes the scores of each row, as the loss takes them; for logistic regression the margin
   * (log odds); without noise.
   *
   * @param scores written; at least {@code block.rows() * loss().outputs()} long, row after row
   */
  void score(ExampleBlock block, BlockParameters parameters, double[] scores);
}
