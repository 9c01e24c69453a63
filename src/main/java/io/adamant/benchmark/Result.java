package io.adamant.benchmark;

import java.util.List;

/**
 * One number with the bar that it is held to.
 *
 * @param name the comparison's
 * @param what what is divided by what
 * @param value the ratio
 * @param figures what was measured of both sides
 * @param notes what else a reader should know, a sentence each
 */
public record Result(
    String name, String what, double value, Bar bar, List<Figure> figures, List<String> notes) {
  public Result {
    figures = List.copyOf(figures);
    notes = List.copyOf(notes);
  }

  static Result of(Comparison comparison, double value, List<Figure> figures, List<String> notes) {
    return new Result(
        comparison.name(), comparison.what(), value, comparison.bar(), figures, notes);
  }

  /** Whether the value is on the right side of its bar. */
  public boolean met() {
    return bar.isMet(value);
  }
}
