package io.adamant.schedule;

import java.io.Serializable;

/**
 * What {@link ReduceOnPlateau} remembers. Numbers alone, apart from the settings, so that a
 * checkpoint can hold and restore them.
 */
public final class PlateauMemory implements Serializable {
  private double best;
  private long badObservations;
  private long cooldownLeft;
  private double factor;

  private PlateauMemory(double best, long badObservations, long cooldownLeft, double factor) {
    this.best = best;
    this.badObservations = badObservations;
    this.cooldownLeft = cooldownLeft;
    this.factor = factor;
  }

  /** Before the first observation. */
  public static PlateauMemory initial(ReduceOnPlateau settings) {
    return new PlateauMemory(settings.worst(), 0, 0, 1);
  }

  /** The memory that had these numbers. */
  public static PlateauMemory of(
      double best, long badObservations, long cooldownLeft, double factor) {
    Limits.requireAtLeast("plateau.bad-observations", 0, badObservations);
    Limits.requireAtLeast("plateau.cooldown-left", 0, cooldownLeft);
    Limits.requireNotNegative("plateau.factor", factor);
    return new PlateauMemory(best, badObservations, cooldownLeft, factor);
  }

  /** Takes notice of the metric; {@link #factor} then holds for the next steps. */
  public void observe(double metric, ReduceOnPlateau settings) {
    if (settings.isBetter(metric, best)) {
      best = metric;
      badObservations = 0;
    } else {
      badObservations++;
    }
    if (cooldownLeft > 0) {
      cooldownLeft--;
      badObservations = 0;
    }
    if (badObservations > settings.patience()) {
      factor = settings.lowered(factor);
      // Also where the rate was left, being at its minimum: as PyTorch.
      cooldownLeft = settings.cooldown();
      badObservations = 0;
    }
  }

  /** The best value observed; infinite before the first. */
  public double best() {
    return best;
  }

  /** Observations since the best that count as bad. */
  public long badObservations() {
    return badObservations;
  }

  /** Observations that will not count as bad. */
  public long cooldownLeft() {
    return cooldownLeft;
  }

  /** The factor on the base rate. */
  public double factor() {
    return factor;
  }

  @Override
  public String toString() {
    return "PlateauMemory[best=%s, badObservations=%d, cooldownLeft=%d, factor=%s]"
        .formatted(best, badObservations, cooldownLeft, factor);
  }
}
