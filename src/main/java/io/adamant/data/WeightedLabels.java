package io.adamant.data;

/** Labels of classes that weigh differently: a row's weight is multiplied by that of its class. */
public final class WeightedLabels implements LabelEncoding {
  private final LabelEncoding labels;
  private final double[] weights;

  /**
   * @param weights one for each class
   */
  public WeightedLabels(LabelEncoding labels, double[] weights) {
    if (weights.length != labels.classes()) {
      throw new IllegalArgumentException(
          "%d weights for %d classes".formatted(weights.length, labels.classes()));
    }
    this.labels = labels;
    this.weights = weights.clone();
  }

  @Override
  public double encode(ExampleRow row) throws RowFormatException {
    return labels.encode(row);
  }

  @Override
  public int classes() {
    return labels.classes();
  }

  @Override
  public double weight(double label) {
    return weights[(int) label];
  }
}
