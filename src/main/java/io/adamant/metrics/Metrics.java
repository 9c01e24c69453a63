package io.adamant.metrics;

import java.io.Serializable;
import java.util.Map;

/**
 * How well rows are predicted, by the measures of a task. Metrics of parts merge in any order to
 * the same bits, so they do not depend on how the rows are spread.
 */
public interface Metrics extends Serializable {
  /** Number of rows, whatever their weight. */
  long rows();

  /** Adds all that other metrics hold, which are of the same kind. */
  void merge(Metrics other);

  /** Makes the metrics as small as they get, before they travel. */
  void compact();

  /** The mean loss, of which less is better; NaN where none is measured. */
  double loss();

  /**
   * The figures by their keys, in order: a Long, a Double (NaN or infinite for what does not exist)
   * or a {@code double[][]} each.
   */
  Map<String, Object> figures();

  /** Curves by their names: columns by their keys, all of one length; none where there are none. */
  default Map<String, Map<String, double[]>> curves() {
    return Map.of();
  }

  /** The figures that a person reads, in one line. */
  String summary();

  /** The one figure that a person looks at first. */
  Headline headline();

  /**
   * A figure in words.
   *
   * @param name such as {@code log loss}
   * @param value such as {@code 0.3243}
   */
  record Headline(String name, String value) {}
}
