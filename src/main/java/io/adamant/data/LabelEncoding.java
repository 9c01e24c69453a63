package io.adamant.data;

import java.io.Serializable;

/** From the labels of the input to the labels that a model computes with. */
public interface LabelEncoding extends Serializable {
  /**
   * The model's label.
   *
   * @throws RowFormatException where the model has no place for it
   */
  double encode(double label) throws RowFormatException;
}
