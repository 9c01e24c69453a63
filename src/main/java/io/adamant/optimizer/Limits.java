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

  public static void requirePositive(String name, double value) {
    if (!(value > 0)) {
      throw new IllegalArgumentException("optimizer.%s must be > 0, got %s".formatted(name, value));
    }
  }

  public static void requireFraction(String name, double value) {
    if (!(value >= 0 && value < 1)) {
      throw new IllegalArgumentException(
          "optimizer.%s must be in [0, 1), got %s".formatted(name, value));
    }
  }

  /** Decay within the update has a meaning for LAMB alone. */
  public static void requireNotInUpdate(Decay decay) {
    if (decay == Decay.IN_UPDATE) {
      throw new IllegalArgumentException("optimizer.decay = in-update is for lamb alone");
    }
  }
}
