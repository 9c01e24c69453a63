package io.adamant.schedule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.function.IntToDoubleFunction;
import java.util.function.LongToDoubleFunction;

/** A recorded column and what is to follow it. */
final class GoldenColumn {
  private final String name;

  /** Row t is that of step t + 1. */
  private final double[] values;

  private final LongToDoubleFunction course;
  private final IntToDoubleFunction tolerance;

  /**
   * A column.
   *
   * @param values row t that of step t + 1
   * @param course the value of a step, from 1
   * @param tolerance of a row
   */
  GoldenColumn(
      String name, double[] values, LongToDoubleFunction course, IntToDoubleFunction tolerance) {
    this.name = name;
    this.values = values;
    this.course = course;
    this.tolerance = tolerance;
  }

  /** What rounds once or twice differently: each value to two units in its last place. */
  static IntToDoubleFunction ulpsOfEach(double[] values) {
    return row -> 2 * Math.ulp(values[row]);
  }

  /**
   * The same for sums such as {@code (1 + cos) / 2}: near 0 their last places are those of the
   * summands, so the column's largest value counts.
   */
  static IntToDoubleFunction ulpsOfLargest(double[] values) {
    double ulp = Math.ulp(largest(values));
    return row -> 2 * ulp;
  }

  /**
   * PyTorch computes most rates from the one before. Chained and closed columns of the files differ
   * by up to 5e-15; where a file's differ by more, its chain is no better a record than that.
   */
  static double chainedTolerance(double apart) {
    return Math.max(5e-15, 2 * apart);
  }

  static double largest(double[] values) {
    return Arrays.stream(values).map(Math::abs).max().orElseThrow();
  }

  void assertFollowed() {
    assertTrue(values.length > 0, "an empty column");
    for (int row = 0; row < values.length; row++) {
      double actual = course.applyAsDouble(row + 1);
      assertEquals(values[row], actual, tolerance.applyAsDouble(row), name + ", row " + row);
    }
  }

  @Override
  public String toString() {
    return name;
  }
}
