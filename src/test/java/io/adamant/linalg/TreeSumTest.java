package io.adamant.linalg;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;

class TreeSumTest {
  @Property(tries = 200)
  void isADenseTreesToTheBitInBothWaysAndByAnyRanges(
      @ForAll WirePrecision precision,
      @ForAll @IntRange(min = 0, max = 6) int levels,
      @ForAll @IntRange(min = 1, max = 3) int columns,
      @ForAll @IntRange(min = 1, max = 5000) int rows,
      @ForAll @DoubleRange(min = 0, max = 1) double density,
      @ForAll long seed) {
    Random random = new Random(seed);
    SparseRows[] leaves = new SparseRows[1 << levels];
    double[][] dense = new double[leaves.length][rows * columns];
    TreeSet<Integer> listed = new TreeSet<>();
    for (int leaf = 0; leaf < leaves.length; leaf++) {
      TreeSet<Integer> ids = new TreeSet<>();
      for (int row = 0; row < rows; row++) {
        if (random.nextDouble() < density) {
          ids.add(row);
        }
      }
      listed.addAll(ids);
      leaves[leaf] = leaf(ids, columns, random, precision, dense[leaf]);
    }

    double[] expected = denseTree(dense, 0, dense.length, precision);
    int[] rowsListed = listed.stream().mapToInt(Integer::intValue).toArray();
    assertRows(rowsListed, expected, TreeSum.of(leaves, rows, precision));
    for (int ranges : new int[] {1, Math.min(rows, 7)}) {
      assertRows(rowsListed, expected, TreeSum.of(leaves, rows, precision, true, ranges));
      assertRows(rowsListed, expected, TreeSum.of(leaves, rows, precision, false, ranges));
    }
  }

  private static void assertRows(int[] listed, double[] expected, SparseRows sum) {
    int columns = sum.columns();
    assertArrayEquals(listed, sum.ids());
    for (int i = 0; i < sum.size(); i++) {
      for (int column = 0; column < columns; column++) {
        assertEquals(
            Double.doubleToRawLongBits(expected[sum.ids()[i] * columns + column]),
            Double.doubleToRawLongBits(sum.values()[i * columns + column]));
      }
    }
  }

  private static SparseRows leaf(
      Set<Integer> ids, int columns, Random random, WirePrecision precision, double[] dense) {
    double[] values = new double[ids.size() * columns];
    int at = 0;
    for (int id : ids) {
      for (int column = 0; column < columns; column++) {
        // Magnitudes far apart, so that another order of additions shows.
        double value = random.nextGaussian() * Math.pow(10, random.nextInt(12) - 6) + 0.0;
        value = precision == WirePrecision.FLOAT32 ? (float) value : value;
        values[at++] = value;
        dense[id * columns + column] = value;
      }
    }
    return new SparseRows(columns, ids.stream().mapToInt(Integer::intValue).toArray(), values);
  }

  private static double[] denseTree(
      double[][] leaves, int first, int count, WirePrecision precision) {
    if (count == 1) {
      return leaves[first];
    }
    double[] left = denseTree(leaves, first, count / 2, precision);
    double[] right = denseTree(leaves, first + count / 2, count / 2, precision);
    double[] sum = new double[left.length];
    for (int i = 0; i < sum.length; i++) {
      sum[i] =
          switch (precision) {
            case FLOAT64 -> left[i] + right[i];
            case FLOAT32 -> (float) left[i] + (float) right[i];
          };
    }
    return sum;
  }
}
