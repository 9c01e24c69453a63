package io.adamant.model;

import io.adamant.data.ExampleBlock;

/** A model with hidden units, of which training may leave out some. */
abstract class NetworkModel implements Model {
  private final double dropout;

  /**
   * @param dropout chance that training leaves out a hidden unit
   */
  NetworkModel(double dropout) {
    this.dropout = dropout;
  }

  @Override
  public final double addGradient(
      ExampleBlock block, BlockParameters parameters, BlockParameters gradient) {
    return addGradient(block, parameters, gradient, Dropout.NONE);
  }

  @Override
  public final double addGradient(
      ExampleBlock block, BlockParameters parameters, BlockParameters gradient, long noiseSeed) {
    return addGradient(block, parameters, gradient, new Dropout(dropout, noiseSeed));
  }

  /** As {@link Model#addGradient}, with units left out. */
  abstract double addGradient(
      ExampleBlock block, BlockParameters parameters, BlockParameters gradient, Dropout noise);
}
