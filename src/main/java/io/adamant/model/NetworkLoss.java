package io.adamant.model;

import io.adamant.data.Task;
import org.jspecify.annotations.Nullable;

/** The losses that a network can be told by name: softmax, and those of one output. */
public enum NetworkLoss {
  LOGISTIC(LossName.LOGISTIC),
  SOFTMAX(null),
  HINGE(LossName.HINGE),
  SQUARED_HINGE(LossName.SQUARED_HINGE),
  SQUARED_CLASSIFIER(LossName.SQUARED_CLASSIFIER),
  SQUARED(LossName.SQUARED),
  LOG_COSH(LossName.LOG_COSH),
  POISSON(LossName.POISSON),
  GAMMA(LossName.GAMMA);

  private final @Nullable LossName ofOneOutput;

  NetworkLoss(@Nullable LossName ofOneOutput) {
    this.ofOneOutput = ofOneOutput;
  }

  /** What is predicted. */
  public Task task() {
    return ofOneOutput == null ? Task.MULTICLASS : ofOneOutput.loss().task();
  }

  /**
   * The loss.
   *
   * @param classes number of classes where the task is to tell several apart
   */
  public Loss loss(int classes) {
    return ofOneOutput == null ? new SoftmaxLoss(classes) : ofOneOutput.loss();
  }
}
