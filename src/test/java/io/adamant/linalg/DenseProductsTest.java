package io.adamant.linalg;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** Products of sizes around those of tiles and of vector registers, against their definition. */
class DenseProductsTest {
  private static double[] random(SplittableRandom random, int count) {
    return random.doubles(count, -1, 1).toArray();
  }

  @Property(tries = 200)
  void productsAreSumsOverTheInnerDimensionOnTopOfWhatIsThere(
      @ForAll long seed,
      @ForAll @IntRange(min = 0, max = 40) int rows,
      @ForAll @IntRange(min = 1, max = 40) int inner,
      @ForAll @IntRange(min = 1, max = 12) int columns) {
    SplittableRandom random = new SplittableRandom(seed);
    double[] a = random(random, rows * inner);
    double[] b = random(random, inner * columns);
    double[] start = random(random, rows * columns);
    double[] expected = start.clone();
    double[] aTransposed = new double[a.length];
    double[] bTransposed = new double[b.length];
    for (int row = 0; row < rows; row++) {
      for (int i = 0; i < inner; i++) {
        aTransposed[i * rows + row] = a[row * inner + i];
        for (int column = 0; column < columns; column++) {
          bTransposed[column * inner + i] = b[i * columns + column];
          expected[row * columns + column] += a[row * inner + i] * b[i * columns + column];
        }
      }
    }
    double[] plain = start.clone();
    DenseProducts.add(a, rows, inner, b, columns, plain);
    assertArrayEquals(expected, plain, 1e-13);
    double[] left = start.clone();
    DenseProducts.addLeftTransposed(
        aTransposed, /* rows= */ inner, /* inner= */ rows, b, columns, left);
    assertArrayEquals(expected, left, 1e-13);
    double[] right = start.clone();
    DenseProducts.addRightTransposed(a, rows, inner, rows == 0 ? b : bTransposed, columns, right);
    assertArrayEquals(expected, right, 1e-13);
  }

  @Property(tries = 100)
  void copiesOfARowHaveItsMultipleAsColumnSums(
      @ForAll long seed,
      @ForAll @IntRange(min = 1, max = 20) int rows,
      @ForAll @IntRange(min = 1, max = 20) int columns) {
    double[] row = random(new SplittableRandom(seed), columns);
    double[] sums = new double[columns];
    DenseProducts.addColumnSums(DenseProducts.rowsOf(row, rows), sums);
    for (int i = 0; i < columns; i++) {
      row[i] *= rows;
    }
    assertArrayEquals(row, sums, 1e-12);
  }
}
