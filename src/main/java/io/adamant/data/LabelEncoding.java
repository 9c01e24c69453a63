package io.adamant.data;

import java.io.Serializable;

/** From the labels of the input to the labels that a model computes with. */
@FunctionalInterface
public interface LabelEncoding extends Serializable {
  /**
   * The model's label of a row: the number itself, or that of its class.
   *
   * @throws RowFormatException where the model has no place for it
   */
  double encode(ExampleRow row) throws RowFormatException;

  /** Number of classes; 0 where labels are numbers to predict. */
  default int classes() {
    return 0;
  }

  /** The factor on the weight of rows with a label of the model. */
  default double weight(double label) {
    return 1.0;
  }
}
