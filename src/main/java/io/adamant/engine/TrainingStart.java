package io.adamant.engine;

import io.adamant.optimizer.OptimizerState;
import io.adamant.optimizer.ParameterLayout;
import io.adamant.optimizer.Parameters;
import org.jspecify.annotations.Nullable;

/**
 * What a training begins with in place of zeros. The training takes it over, and changes it.
 *
 * @param state what the optimizer remembers; null for nothing yet
 */
public record TrainingStart(Parameters parameters, @Nullable OptimizerState state) {
  /** The beginning where nothing was trained before. */
  public static TrainingStart zeros(ParameterLayout layout) {
    return new TrainingStart(new Parameters(layout), null);
  }
}
