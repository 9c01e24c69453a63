package io.adamant.linalg;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class SparseRowsTest {
  private static Map<Integer, double[]> random(
      SplittableRandom random, int count, int columns, int limit) {
    TreeMap<Integer, double[]> rows = new TreeMap<>();
    for (int i = 0; i < count; i++) {
      double[] row = new double[columns];
      for (int c = 0; c < columns; c++) {
        // Accumulators start at zero and add; some end there again.
        row[c] = 0.0;
        row[c] += random.nextInt(-3, 4) * 0.1;
      }
      rows.put(random.nextInt(limit), row);
    }
    return rows;
  }

  private static SparseRows sparse(Map<Integer, double[]> rows, int columns) {
    int[] ids = rows.keySet().stream().mapToInt(Integer::intValue).toArray();
    double[] values = rows.values().stream().flatMapToDouble(Arrays::stream).toArray();
    return new SparseRows(columns, ids, values);
  }

  @Property
  void theSumIsThatOfMapsToTheBit(
      @ForAll long seed,
      @ForAll @IntRange(min = 1, max = 5) int columns,
      @ForAll @IntRange(max = 60) int aCount,
      @ForAll @IntRange(max = 60) int bCount,
      @ForAll boolean overlapping) {
    SplittableRandom random = new SplittableRandom(seed);
    int limit = overlapping ? 50 : Integer.MAX_VALUE;
    Map<Integer, double[]> a = random(random, aCount, columns, limit);
    Map<Integer, double[]> b = random(random, bCount, columns, limit);
    TreeMap<Integer, double[]> expected = new TreeMap<>();
    for (Map<Integer, double[]> rows : List.of(a, b)) {
      rows.forEach(
          (id, row) -> {
            double[] sum = expected.computeIfAbsent(id, unused -> new double[columns]);
            for (int c = 0; c < columns; c++) {
              sum[c] += row[c];
            }
          });
    }
    SparseRows left = sparse(a, columns);
    SparseRows right = sparse(b, columns);
    SparseRows sum = SparseRows.sum(left, right);
    // assertArrayEquals tells 0.0 from -0.0: the maps hold sums that start at 0.0.
    assertEquals(columns, sum.columns());
    assertEquals(expected.size(), sum.size());
    assertArrayEquals(sparse(expected, columns).ids(), sum.ids());
    assertArrayEquals(sparse(expected, columns).values(), sum.values());
    assertArrayEquals(sparse(a, columns).values(), left.values(), "arguments are left alone");
    assertArrayEquals(sparse(b, columns).values(), right.values(), "arguments are left alone");
  }

  @Test
  void rowsOfDifferentWidthDoNotAdd() {
    assertThrows(
        IllegalArgumentException.class,
        () -> SparseRows.sum(SparseRows.empty(1), SparseRows.empty(2)));
  }

  @Test
  void valuesMustFillTheRows() {
    assertThrows(
        IllegalArgumentException.class, () -> new SparseRows(2, new int[] {1, 2}, new double[3]));
    assertThrows(
        IllegalArgumentException.class, () -> new SparseRows(0, new int[0], new double[0]));
  }
}
