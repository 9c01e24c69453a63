package io.adamant.data;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;

/** Example rows as immutable values, for the tests to compare with. */
public final class Rows {
  private Rows() {}

  /** A row: label, weight and, in ascending order, its features other than zero. */
  public record Row(double label, double weight, TreeMap<Integer, Double> features) {
    /** The row as the code under test takes it. */
    public ExampleRow toExample() throws RowFormatException {
      ExampleRow example = new ExampleRow();
      example.start(label, weight);
      for (Map.Entry<Integer, Double> feature : features.entrySet()) {
        example.add(feature.getKey(), feature.getValue());
      }
      example.finish();
      return example;
    }
  }

  /** What an example holds. */
  public static Row of(ExampleRow example) {
    TreeMap<Integer, Double> features = new TreeMap<>();
    for (int i = 0; i < example.size(); i++) {
      features.put(example.index(i), example.value(i));
    }
    assertEquals(example.size(), features.size(), "an index occurs twice");
    return new Row(example.label(), example.weight(), features);
  }

  /** A row with label, weight 1 and features of value 1. */
  public static Row ones(double label, int... indices) {
    TreeMap<Integer, Double> features = new TreeMap<>();
    for (int index : indices) {
      features.put(index, 1.0);
    }
    return new Row(label, 1.0, features);
  }

  /**
   * A row with label 0 or 1 and up to {@code most} features below {@code indexLimit}.
   *
   * @param weighted whether the weight may differ from 1
   * @param valued whether values may differ from 1
   */
  public static Row random(
      SplittableRandom random, int most, int indexLimit, boolean weighted, boolean valued) {
    TreeMap<Integer, Double> features = new TreeMap<>();
    int count = random.nextInt(most + 1);
    for (int i = 0; i < count; i++) {
      double value = valued ? random.nextInt(1, 9) * 0.3 - 1.35 : 1.0;
      features.put(random.nextInt(indexLimit), value);
    }
    double weight = weighted ? random.nextInt(4) * 0.7 : 1.0;
    return new Row(random.nextInt(2), weight, features);
  }

  /** All rows, one behind the other. */
  public static PackedRows packed(List<Row> rows) throws RowFormatException {
    PackedRows packed = new PackedRows();
    for (Row row : rows) {
      packed.add(row.toExample());
    }
    return packed;
  }
}
