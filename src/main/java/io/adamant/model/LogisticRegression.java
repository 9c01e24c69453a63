package io.adamant.model;

import io.adamant.data.Task;

/** Binary logistic regression: a linear score z whose loss is {@link LogisticLoss}. */
public final class LogisticRegression extends LinearModel {
  /** The type's name in configuration and model files. */
  public static final String TYPE = "logistic";

  /**
   * @param bias whether there is a constant term
   */
  public LogisticRegression(boolean bias) {
    super(TYPE, new LogisticLoss(), bias);
  }

  /**
   * The section {@code model}.
   *
   * @param bias whether there is a constant term
   */
  public record Settings(boolean bias) implements ModelSettings {
    public static final Settings DEFAULTS = new Settings(true);

    @Override
    public String type() {
      return TYPE;
    }

    @Override
    public Task task() {
      return Task.BINARY;
    }

    @Override
    public Model model(InputShape input) {
      return new LogisticRegression(bias);
    }
  }
}
