package io.adamant.schedule;

/** Checks of settings; written so that NaN fails too. */
final class Limits {
  private Limits() {}

  static void requireAtLeast(String key, long least, long value) {
    if (value < least) {
      throw refused(key, ">= " + least, value);
    }
  }

  static void requireNotNegative(String key, double value) {
    if (!(value >= 0 && value < Double.POSITIVE_INFINITY)) {
      throw refused(key, "finite and >= 0", value);
    }
  }

  static void requirePositive(String key, double value) {
    if (!(value > 0 && value < Double.POSITIVE_INFINITY)) {
      throw refused(key, "finite and > 0", value);
    }
  }

  /** From 0 to 1, both allowed. */
  static void requireFraction(String key, double value) {
    if (!(value >= 0 && value <= 1)) {
      throw refused(key, "in [0, 1]", value);
    }
  }

  /** A decay: above 0, at most 1. */
  static void requireDecay(String key, double value) {
    if (!(value > 0 && value <= 1)) {
      throw refused(key, "in (0, 1]", value);
    }
  }

  static void requireMomentum(String key, double value) {
    if (!(value >= 0 && value < 1)) {
      throw refused(key, "in [0, 1)", value);
    }
  }

  /** A lowest rate, as a part of the base rate. */
  static void requirePartOfRate(String key, double part) {
    if (!(part >= 0 && part <= 1)) {
      throw refused(key, "from 0 to the learning rate", part + " times the learning rate");
    }
  }

  static IllegalArgumentException refused(String key, String limit, Object value) {
    return new IllegalArgumentException(
        "schedule.%s must be %s, got %s".formatted(key, limit, value));
  }
}
