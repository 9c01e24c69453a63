package io.adamant.data;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ExampleRowTest {
  private static final double INFINITE = Double.POSITIVE_INFINITY;

  /** Indices and values of a row. */
  record Features(int[] indices, double... values) {
    @Override
    public String toString() {
      return Arrays.toString(indices) + " " + Arrays.toString(values);
    }
  }

  static List<Features> rows() {
    int[] many = IntStream.range(0, 300).map(i -> 3 * i).toArray();
    double[] ones = new double[many.length];
    Arrays.fill(ones, 1);
    return List.of(
        new Features(new int[0]),
        new Features(new int[] {4}, 1),
        new Features(new int[] {1, 5, 9}, 1, 1, 1),
        new Features(new int[] {1, 5, 9}, 0.5, -2, 1),
        new Features(new int[] {1, 5, 9}, 0.5, 0, 1),
        new Features(new int[] {1, 5, 9}, 0.5, -0.0, 1),
        new Features(new int[] {1, 5, 9}, Double.MIN_VALUE, Double.MAX_VALUE, -Double.MAX_VALUE),
        new Features(new int[] {9, 1, 5}, 1, 2, 3),
        new Features(new int[] {1, 5, 5}, 1, 1, 1),
        new Features(new int[] {1, -5, 9}, 1, 1, 1),
        new Features(new int[] {1, 5}, 1, Double.NaN),
        new Features(new int[] {1, 5}, INFINITE, 1),
        new Features(new int[] {1, 5}, 1, -INFINITE),
        new Features(many, ones));
  }

  /** What became of the row, or why it was refused. */
  private static String outcome(Features features, boolean atOnce, boolean behindAnother) {
    ExampleRow row = new ExampleRow();
    try {
      row.start(1, 1);
      if (behindAnother) {
        row.add(3, 1);
      }
      if (atOnce) {
        row.addAll(features.indices(), features.values());
      } else {
        for (int i = 0; i < features.indices().length; i++) {
          row.add(features.indices()[i], features.values()[i]);
        }
      }
      row.finish();
    } catch (RowFormatException e) {
      return String.valueOf(e.getMessage());
    }
    StringBuilder text = new StringBuilder().append(row.isAllOnes());
    for (int i = 0; i < row.size(); i++) {
      text.append(' ').append(row.index(i)).append(':').append(row.value(i));
    }
    return text.toString();
  }

  @ParameterizedTest
  @MethodSource("rows")
  void featuresAddedAtOnceAreThoseAddedOneByOne(Features features) {
    assertEquals(outcome(features, false, false), outcome(features, true, false));
    assertEquals(outcome(features, false, true), outcome(features, true, true));
  }
}
