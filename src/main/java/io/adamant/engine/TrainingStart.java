package io.adamant.engine;

import io.adamant.optimizer.OptimizerState;
import io.adamant.optimizer.ParameterLayout;
import io.adamant.optimizer.Parameters;
import org.jspecify.annotations.Nullable;

/**
 * What a training begins with in place of zeros. The training takes it over, and changes it.
 *
 * @param state what the optimizer remembers; null for nothing yet
 * @param resumed the point amid a run that is gone on from; null where a run begins
 */
public record TrainingStart(
    Parameters parameters, @Nullable OptimizerState state, @Nullable TrainingPoint resumed) {
  /** The beginning of a run. */
  public TrainingStart(Parameters parameters, @Nullable OptimizerState state) {
    this(parameters, state, null);
  }

  /** The beginning where nothing was trained before. */
  public static TrainingStart zeros(ParameterLayout layout) {
    return new TrainingStart(new Parameters(layout), null);
  }

  /** The same run from a point on. */
  public static TrainingStart resumed(TrainingPoint point) {
    return new TrainingStart(point.parameters(), point.state(), point);
  }
}
