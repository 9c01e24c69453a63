package io.adamant.metrics;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class StepSizesTest {
  private static final MathContext EXACT = new MathContext(60);

  /** Whether {@code size >= 10^(bin/4)}, by exact arithmetic: {@code size^4 >= 10^bin}. */
  private static boolean reaches(double size, int bin) {
    BigDecimal fourth = new BigDecimal(size).pow(4, EXACT);
    return fourth.compareTo(BigDecimal.ONE.scaleByPowerOfTen(bin)) >= 0;
  }

  @Property
  void aMoveIsInTheBinWhoseBoundsItIsBetween(
      @ForAll @DoubleRange(min = 1, max = 9.99) double mantissa,
      @ForAll @IntRange(min = -15, max = 7) int exponent) {
    StepSizes sizes = new StepSizes();
    double size = mantissa * Math.pow(10, exponent);
    sizes.add(-size);
    assertArrayEquals(new long[] {1}, sizes.counts());
    // A bound itself may be off by its rounding.
    assertEquals(true, reaches(size * (1 + 1e-15), sizes.first()));
    assertEquals(false, reaches(size * (1 - 1e-15), sizes.first() + 1));
  }

  @Test
  void whatIsTooSmallOrTooLargeIsInTheFirstAndLastBin() {
    StepSizes sizes = new StepSizes();
    for (double size : new double[] {Double.MIN_VALUE, 1e-300, 1e-17, 1e9, Double.MAX_VALUE}) {
      sizes.add(size);
    }
    long[] counts = sizes.counts();
    assertEquals(-64, sizes.first());
    assertEquals(96, counts.length);
    assertEquals(3, counts[0]);
    assertEquals(2, counts[95]);
    assertEquals(5, Arrays.stream(counts).sum());
  }

  @Test
  void whatHasNotMovedIsCountedByItself() {
    StepSizes sizes = new StepSizes();
    sizes.add(0.0);
    sizes.add(-0.0);
    assertEquals(2, sizes.unmoved());
    assertEquals(0, sizes.first());
    assertEquals(0, sizes.counts().length);
  }
}
