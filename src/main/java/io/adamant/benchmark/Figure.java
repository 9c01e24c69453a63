package io.adamant.benchmark;

import java.util.Arrays;
import java.util.List;

/**
 * What was measured of one side, several times.
 *
 * @param what the side, and whether it was warm or cold
 * @param values in the order of their measurement, at least one
 */
public record Figure(String what, String unit, List<Double> values) {
  public Figure {
    values = List.copyOf(values);
    if (values.isEmpty()) {
      throw new IllegalArgumentException("nothing was measured of " + what);
    }
  }

  static Figure of(String what, String unit, double... values) {
    return new Figure(what, unit, Arrays.stream(values).boxed().toList());
  }

  /** The one in the middle, or the mean of the two there. */
  public double median() {
    return median(values);
  }

  static double median(List<Double> values) {
    double[] sorted = values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }

  public double lowest() {
    return values.stream().mapToDouble(Double::doubleValue).min().orElseThrow();
  }

  public double highest() {
    return values.stream().mapToDouble(Double::doubleValue).max().orElseThrow();
  }
}
