package io.adamant.model;

import java.util.List;

/** The models by their names. */
public final class Models {
  /** The names. */
  public static final List<String> TYPES = List.of(LogisticRegression.TYPE, SquaredClassifier.TYPE);

  private Models() {}

  /**
   * The model of a name.
   *
   * @param type one of {@link #TYPES}
   */
  public static Model of(String type, boolean bias) {
    return switch (type) {
      case LogisticRegression.TYPE -> new LogisticRegression(bias);
      case SquaredClassifier.TYPE -> new SquaredClassifier(bias);
      default ->
          throw new IllegalArgumentException(
              "model.type must be one of %s, got %s".formatted(String.join(", ", TYPES), type));
    };
  }
}
