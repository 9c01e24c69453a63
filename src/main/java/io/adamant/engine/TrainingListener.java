package io.adamant.engine;

import io.adamant.metrics.Metrics;
import org.jspecify.annotations.Nullable;

/**
 * Hears of a training's progress, on the driver, in order. Between validations the training holds
 * its cores: a listener that runs a Spark job may find none free.
 */
@FunctionalInterface
public interface TrainingListener {
  /**
   * A step is done.
   *
   * @param validation how well the model predicts after this step; null where that was not measured
   */
  void onStep(StepMetrics metrics, @Nullable Metrics validation);
}
