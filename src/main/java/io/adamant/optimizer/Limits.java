package io.adamant.optimizer;

/** Checks of settings; written so that NaN fails too. */
public final class Limits {
  private Limits() {}

  public static void requireNotNegative(String name, double value) {
    if (!(value >= 0 && value < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "optimizer.%s must be finite and >= 0, got %s".formatted(name, value));
    }
  }

  public static void requireFraction(String name, double value) {
    if (!(value >= 0 && value < 1)) {
      throw new IllegalArgumentException(
          "optimizer.%s must be in [0, 1), got %s".formatted(name, value));
    }
  }
}
