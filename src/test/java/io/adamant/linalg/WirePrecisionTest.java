package io.adamant.linalg;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.math.BigDecimal;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class WirePrecisionTest {
  private static double rounded(WirePrecision precision, double value) {
    double[] values = {value};
    precision.round(values);
    return values[0];
  }

  @Property
  void float64ChangesNoBit(@ForAll long bits) {
    double value = Double.longBitsToDouble(bits);
    assertEquals(
        Double.doubleToRawLongBits(value),
        Double.doubleToRawLongBits(rounded(WirePrecision.FLOAT64, value)));
  }

  @Property
  void float32IsTheNearestFloat(@ForAll int bits, @ForAll double part) {
    float below = Float.intBitsToFloat(bits & 0x7f7fffff);
    float above = Math.nextUp(below);
    if (!(part >= 0 && part <= 1) || Float.isInfinite(above)) {
      return;
    }
    double value = below + part * ((double) above - below);
    BigDecimal exact = new BigDecimal(value);
    int nearer =
        exact.subtract(new BigDecimal(below)).compareTo(new BigDecimal(above).subtract(exact));
    boolean belowIsEven = (Float.floatToRawIntBits(below) & 1) == 0;
    float expected = nearer < 0 || (nearer == 0 && belowIsEven) ? below : above;
    assertEquals((double) expected, rounded(WirePrecision.FLOAT32, value));
    assertEquals(0.0 - expected, rounded(WirePrecision.FLOAT32, 0.0 - value));
  }

  @Test
  void whatIsTooSmallBecomesPositiveZeroAndWhatIsTooLargeInfinite() {
    double[] values = {-1e-46, 1e-46, -0.0, 1e-45, 3.4028235e38, 1e39, -1e39, Double.NaN};
    WirePrecision.FLOAT32.round(values);
    double[] expected = {
      0.0,
      0.0,
      0.0,
      Float.MIN_VALUE,
      Float.MAX_VALUE,
      Double.POSITIVE_INFINITY,
      Double.NEGATIVE_INFINITY,
      Double.NaN
    };
    assertArrayEquals(expected, values);
  }

  @Property
  void aRoundedSumOfTwoFloatsIsFloatAddition(@ForAll int leftBits, @ForAll int rightBits) {
    float left = Float.intBitsToFloat(leftBits);
    float right = Float.intBitsToFloat(rightBits);
    double[] sum = {(double) left + right, 0.1};
    WirePrecision.FLOAT32.roundSums(sum, 1);
    assertEquals((double) (left + right), sum[0]);
    assertEquals(0.1, sum[1], "beyond the size");
  }
}
