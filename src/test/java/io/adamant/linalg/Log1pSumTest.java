package io.adamant.linalg;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class Log1pSumTest {
  @Property
  void equalsTheSumOfLogarithms(
      @ForAll @IntRange(min = 1, max = 5_000) int terms,
      @ForAll @DoubleRange(min = 0, max = 60) double spread,
      @ForAll long seed) {
    Random random = new Random(seed);
    Log1pSum sum = new Log1pSum();
    ExactSum expected = new ExactSum();
    for (int i = 0; i < terms; i++) {
      double e = Math.exp(-spread * random.nextDouble());
      sum.add(e);
      expected.add(StrictMath.log1p(e));
    }
    assertEquals(expected.value(), sum.value(), 1e-12 * expected.value());
  }

  @Property
  void aSingleTermIsAccurateHoweverSmall(@ForAll @DoubleRange(min = 0, max = 700) double margin) {
    double e = StrictMath.exp(-margin);
    Log1pSum sum = new Log1pSum();
    sum.add(e);
    assertEquals(StrictMath.log1p(e), sum.value(), 0x1.0p-42 * StrictMath.log1p(e));
  }

  @Test
  void nothingIsZeroAndNaNStays() {
    Log1pSum sum = new Log1pSum();
    assertEquals(0.0, sum.value());
    sum.add(Double.NaN);
    sum.add(0.5);
    assertTrue(Double.isNaN(sum.value()));
  }
}
