package io.adamant.model;

/** The units of a hidden layer for all rows of a block, with what the way back needs of them. */
final class HiddenUnits {
  private final double[] values;
  private final double[] slopes;

  /**
   * @param inputs of all rows; overwritten
   * @param layer number of the layer, which dropout is by
   */
  HiddenUnits(double[] inputs, Activation activation, Dropout dropout, int layer) {
    values = inputs;
    slopes = new double[inputs.length];
    activation.apply(values, slopes);
    dropout.apply(layer, values, slopes);
  }

  double[] values() {
    return values;
  }

  /** Replaces the loss's derivatives by units by those by their inputs. */
  void differentiate(double[] derivatives) {
    for (int i = 0; i < derivatives.length; i++) {
      derivatives[i] *= slopes[i];
    }
  }
}
