package io.adamant.model;

import java.util.List;

/** The limits of settings that networks share. */
final class NetworkSettings {
  /** A row of a table is one page at most, and is copied as a whole. */
  private static final int MOST_UNITS = 1 << 12;

  private NetworkSettings() {}

  static void requireHidden(List<Long> hidden) {
    if (hidden.isEmpty() || hidden.stream().anyMatch(units -> units < 1 || units > MOST_UNITS)) {
      throw new IllegalArgumentException(
          "model.hidden must be one width or more, each from 1 to %d, got %s"
              .formatted(MOST_UNITS, hidden));
    }
  }

  static void requireWidth(String key, long width) {
    if (width < 1 || width > MOST_UNITS) {
      throw new IllegalArgumentException(
          "model.%s must be from 1 to %d, got %d".formatted(key, MOST_UNITS, width));
    }
  }

  static void requireDropout(double dropout) {
    if (!(dropout >= 0 && dropout < 1)) {
      throw new IllegalArgumentException("model.dropout must be in [0, 1), got " + dropout);
    }
  }

  /** Widths of an input, hidden layers and an output. */
  static int[] widths(int input, List<Long> hidden, int outputs) {
    int[] widths = new int[hidden.size() + 2];
    widths[0] = input;
    for (int i = 0; i < hidden.size(); i++) {
      widths[i + 1] = Math.toIntExact(hidden.get(i));
    }
    widths[widths.length - 1] = outputs;
    return widths;
  }
}
