package io.adamant.engine;

import io.adamant.optimizer.Parameters;
import org.jspecify.annotations.Nullable;

/** The best validation so far, with the model that it was of. */
public final class BestModel {
  private double value;
  private long badValidations;
  private long step;
  private @Nullable Parameters parameters;

  private BestModel(double value, long badValidations, long step, @Nullable Parameters parameters) {
    this.value = value;
    this.badValidations = badValidations;
    this.step = step;
    this.parameters = parameters;
  }

  /** Before the first validation. */
  static BestModel none(EarlyStopping settings) {
    return new BestModel(settings.worst(), 0, 0, null);
  }

  /**
   * What it was when it was saved.
   *
   * @param parameters null where no validation was better than none
   */
  public static BestModel of(
      double value, long badValidations, long step, @Nullable Parameters parameters) {
    return new BestModel(value, badValidations, step, parameters);
  }

  /**
   * Takes a validation in.
   *
   * @param optimizerStep that it was after
   * @param measured the model, which may change later
   */
  void observe(
      EarlyStopping settings, double measuredValue, long optimizerStep, Parameters measured) {
    if (!settings.isBetter(measuredValue, value)) {
      badValidations++;
      return;
    }
    value = measuredValue;
    badValidations = 0;
    step = optimizerStep;
    parameters = measured.copyWithPlaces();
  }

  /** Whether the patience is at its end. */
  boolean isOver(EarlyStopping settings) {
    return badValidations > settings.patience();
  }

  /** What is saved of it beside the parameters, which are replaced and never written to. */
  BestModel copy() {
    return new BestModel(value, badValidations, step, parameters);
  }

  /** The best value; infinite before there is one. */
  public double value() {
    return value;
  }

  /** Validations since then. */
  public long badValidations() {
    return badValidations;
  }

  /** The optimizer step that it was after; 0 before there is one. */
  public long step() {
    return step;
  }

  /** The model; null where no validation was better than none. */
  public @Nullable Parameters parameters() {
    return parameters;
  }
}
