package io.adamant.report;

import java.util.Arrays;

/** Numbers one behind the other; NaN is a number that is missing. */
final class Column {
  private static final int FIRST_CAPACITY = 256;

  private double[] values = new double[FIRST_CAPACITY];
  private int size;

  void add(double value) {
    if (size == values.length) {
      values = Arrays.copyOf(values, 2 * size);
    }
    values[size++] = value;
  }

  double get(int place) {
    return values[place];
  }

  /** The last; 0 where there is none. */
  double last() {
    return size == 0 ? 0 : values[size - 1];
  }

  int size() {
    return size;
  }

  /** Lets go of what is at a place and behind it. */
  void cut(int place) {
    size = Math.min(size, place);
  }
}
