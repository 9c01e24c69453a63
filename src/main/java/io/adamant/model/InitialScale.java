package io.adamant.model;

/** The limits of {@code model.initial-scale}. */
final class InitialScale {
  private InitialScale() {}

  static void require(double scale) {
    if (!(scale > 0 && scale < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "model.initial-scale must be finite and > 0, got " + scale);
    }
  }
}
