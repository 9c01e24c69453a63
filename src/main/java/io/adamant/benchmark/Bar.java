package io.adamant.benchmark;

import java.util.Locale;

/** What a value is held to. */
public record Bar(double limit, Direction direction) {
  /** Which side of the limit is the right one; the limit itself belongs to it. */
  public enum Direction {
    AT_LEAST,
    AT_MOST;

    /** In words. */
    public String text() {
      return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
  }

  public Bar {
    if (!(limit > 0 && limit < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("a bar must be finite and > 0, got " + limit);
    }
  }

  static Bar atLeast(double limit) {
    return new Bar(limit, Direction.AT_LEAST);
  }

  static Bar atMost(double limit) {
    return new Bar(limit, Direction.AT_MOST);
  }

  /** Whether a value is on the right side; NaN is on neither. */
  public boolean isMet(double value) {
    return direction == Direction.AT_LEAST ? value >= limit : value <= limit;
  }
}
