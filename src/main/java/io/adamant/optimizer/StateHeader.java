package io.adamant.optimizer;

import io.adamant.schedule.PlateauMemory;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What an {@link OptimizerState} holds beside its tables.
 *
 * @param fingerprint of optimizer and layout
 * @param step steps done, at least 0
 * @param scalars what the optimizer remembers once for all parameters, finite, by name
 * @param accumulated gradients since the last step
 * @param averaged the running average; null where there is none yet
 * @param plateau what the schedule remembers of a metric; null where it has not looked yet
 * @param caughtUp the last step that all rows of the table have taken, where some are yet to be
 *     caught up; null where none are
 */
public record StateHeader(
    String fingerprint,
    long step,
    Map<String, Double> scalars,
    Accumulated accumulated,
    @Nullable Averaged averaged,
    @Nullable Plateau plateau,
    @Nullable Long caughtUp) {

  /** Of a state whose rows are all caught up. */
  public StateHeader(
      String fingerprint,
      long step,
      Map<String, Double> scalars,
      Accumulated accumulated,
      @Nullable Averaged averaged,
      @Nullable Plateau plateau) {
    this(fingerprint, step, scalars, accumulated, averaged, plateau, null);
  }

  /**
   * Gradients that wait for others before a step is taken.
   *
   * @param gradients their number, at least 0
   * @param weight the sum of their weights, finite and at least 0
   * @param rows rows of the table that have one, at least 0
   */
  public record Accumulated(int gradients, double weight, int rows) {
    /** None. */
    public static final Accumulated NONE = new Accumulated(0, 0, 0);

    public Accumulated {
      boolean isNone = gradients == 0 && weight == 0 && rows == 0;
      boolean isSome = gradients > 0 && weight >= 0 && Double.isFinite(weight) && rows >= 0;
      if (!isNone && !isSome) {
        throw new IllegalArgumentException(
            "accumulated gradients must be none, or some of finite weight >= 0, got %d of weight %s in %d rows"
                .formatted(gradients, weight, rows));
      }
    }
  }

  /**
   * How far a running average is.
   *
   * @param decay as of {@link AveragingSettings#decay}
   * @param firstStep the first step whose parameters count, at least 1
   * @param tensorStep the last step that the average of the tensors has in it
   */
  public record Averaged(
      AveragingSettings.Kind kind, double decay, long firstStep, long tensorStep) {}

  /**
   * What {@link io.adamant.schedule.ReduceOnPlateau} remembers: see {@link PlateauMemory}.
   *
   * @param best null where no value was better than none
   */
  public record Plateau(
      @Nullable Double best, long badObservations, long cooldownLeft, double factor) {}

  public StateHeader {
    if (step < 0) {
      throw new IllegalArgumentException("step must be >= 0, got " + step);
    }
    scalars = Collections.unmodifiableMap(new TreeMap<>(scalars));
    for (Map.Entry<String, Double> scalar : scalars.entrySet()) {
      if (!Double.isFinite(scalar.getValue())) {
        throw new IllegalArgumentException(
            "scalar %s must be finite, got %s".formatted(scalar.getKey(), scalar.getValue()));
      }
    }
    if (averaged != null) {
      requireInside("the average's first step", averaged.firstStep(), 1, step);
      requireInside("the average's last step", averaged.tensorStep(), averaged.firstStep(), step);
    }
    if (caughtUp != null) {
      requireInside("the step that all rows have taken", caughtUp, 0, step - 1);
    }
  }

  private static void requireInside(String name, long value, long least, long most) {
    if (value < least || value > most) {
      throw new IllegalArgumentException(
          "%s must be from %d to %d, got %d".formatted(name, least, most, value));
    }
  }

  /** Whether the parameters that are measured and saved are not those that steps are taken from. */
  public boolean needsOwnParameters() {
    return averaged != null || accumulated.gradients() > 0;
  }
}
