package io.adamant.linalg;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class PairwiseSumTest {
  @Property(tries = 100)
  void theErrorGrowsWithTheLogarithmOfTheLength(
      @ForAll long seed, @ForAll @IntRange(max = 20_000) int length) {
    double[] values = new SplittableRandom(seed).doubles(length, -1, 1).toArray();
    BigDecimal exact = BigDecimal.ZERO;
    for (double value : values) {
      exact = exact.add(new BigDecimal(value).pow(2));
    }
    double sum = PairwiseSum.ofSquares(values, 0, length);
    // Runs of 128, then at most 8 levels of the tree, and a rounding for each square.
    double bound = (128 + 8 + 1) * 0x1p-53 * exact.doubleValue();
    assertEquals(exact.doubleValue(), sum, bound);
  }

  @Property(tries = 100)
  void theBitsDependOnTheRangesLengthNotOnItsPlace(
      @ForAll long seed,
      @ForAll @IntRange(max = 5_000) int length,
      @ForAll @IntRange(max = 300) int before) {
    double[] values = new SplittableRandom(seed).doubles(length, -1, 1).toArray();
    double[] surrounded = new double[before + length + 5];
    Arrays.fill(surrounded, Double.NaN);
    System.arraycopy(values, 0, surrounded, before, length);
    assertEquals(
        PairwiseSum.ofSquares(values, 0, length),
        PairwiseSum.ofSquares(surrounded, before, before + length));
  }

  @Test
  void smallTermsAreNotLostAgainstALargeSum() {
    // One by one, each of these ones would vanish against 2^54.
    double[] values = new double[1 << 20];
    Arrays.fill(values, 1.0);
    values[0] = 0x1p27;
    double sum = PairwiseSum.ofSquares(values, 0, values.length);
    assertTrue(sum >= 0x1p54 + values.length - 256, "lost " + (0x1p54 + values.length - sum));
  }
}
