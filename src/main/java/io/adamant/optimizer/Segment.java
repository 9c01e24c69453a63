package io.adamant.optimizer;

/**
 * A contiguous run of parameters with their gradients and slots, which an update rule goes over in
 * one loop. One object serves many runs: {@link ParameterUpdate} moves it along.
 *
 * <p>Parameter {@code i} of the run is {@code parameters[offset + i]}, its slots are {@code
 * slots[s][offset + i]}, its gradient is {@code gradients[i]}.
 */
public final class Segment {
  double[] parameters = new double[0];
  double[] gradients = new double[0];
  double[][] slots = new double[0][];
  int offset;
  int length;
  long step;
  double learningRate;
  double weightDecay;

  /** The array that holds the run's parameters, from {@link #offset} on; a rule writes to it. */
  public double[] parameters() {
    return parameters;
  }

  /** The run's gradients, from 0 on. */
  public double[] gradients() {
    return gradients;
  }

  /** The array of a slot, from {@link #offset} on; a rule writes to it. */
  public double[] slot(int slot) {
    return slots[slot];
  }

  public int offset() {
    return offset;
  }

  public int length() {
    return length;
  }

  /** The number of this step, from 1. */
  public long step() {
    return step;
  }

  /** The learning rate of this step and parameter group. */
  public double learningRate() {
    return learningRate;
  }

  /** The weight decay of this parameter group. */
  public double weightDecay() {
    return weightDecay;
  }
}
