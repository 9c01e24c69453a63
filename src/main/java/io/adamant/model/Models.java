package io.adamant.model;

import java.util.List;

/** The models by their names. */
public final class Models {
  /** The names. */
  public static final List<String> TYPES = List.of(LogisticRegression.TYPE);

  private Models() {}

  /**
   * The model of a name.
   *
   * @param type one of {@link #TYPES}
   */
  public static Model of(String type, boolean bias) {
    if (!type.equals(LogisticRegression.TYPE)) {
      throw new IllegalArgumentException(
          "model.type must be one of %s, got %s".formatted(String.join(", ", TYPES), type));
    }
    return new LogisticRegression(bias);
  }
}
