package io.adamant.linalg;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IntegerPowerTest {
  private static final MathContext DIGITS = new MathContext(60);

  @ParameterizedTest
  @ValueSource(doubles = {0.5, 0.8, 0.9, 0.95, 0.98, 0.99, 0.995, 0.999, 0.9999, 0.999999})
  void thePowersOfAnOptimizersBetasAreCorrectlyRounded(double beta) {
    BigDecimal exact = BigDecimal.ONE;
    for (int exponent = 0; exponent <= 20_000 && exact.doubleValue() > 1e-290; exponent++) {
      assertEquals(exact.doubleValue(), IntegerPower.of(beta, exponent));
      exact = exact.multiply(new BigDecimal(beta), DIGITS);
    }
  }

  @Test
  void otherPowersAreRoundedCorrectlyButForAFewThatMissByOneUlp() {
    SplittableRandom random = new SplittableRandom(20);
    int cases = 50_000;
    int missed = 0;
    for (int i = 0; i < cases; i++) {
      int exponent = random.nextInt(1, 3_000);
      // Bases whose power is a normal number.
      double base = StrictMath.pow(10, -290 * random.nextDouble() / exponent);
      double expected = new BigDecimal(base).pow(exponent, DIGITS).doubleValue();
      double power = IntegerPower.of(base, exponent);
      assertEquals(expected, power, Math.ulp(expected));
      missed += power == expected ? 0 : 1;
    }
    System.out.printf("IntegerPower: %d of %d powers not correctly rounded%n", missed, cases);
    assertTrue(missed <= 1, missed + " missed");
  }

  @Test
  void powersThatAreNotNormalNumbersAreSmallAllTheSame() {
    for (double base : new double[] {0.1, 0.5, 0.9, 0.999}) {
      double previous = 1;
      for (long exponent = 1; exponent < 1L << 40; exponent *= 2) {
        double power = IntegerPower.of(base, exponent);
        assertTrue(power >= 0 && power <= previous, base + " to the power " + exponent);
        previous = power;
      }
      assertEquals(0.0, previous);
    }
  }

  @ParameterizedTest
  @CsvSource({"0, 0, 1", "0, 1, 0", "0, 9223372036854775807, 0", "1, 0, 1", "0.3, 0, 1"})
  void zeroAndOneAreExact(double base, long exponent, double power) {
    assertEquals(power, IntegerPower.of(base, exponent));
  }

  @Test
  void onesPowersAreOne() {
    assertEquals(1.0, IntegerPower.of(1, Long.MAX_VALUE));
  }

  @ParameterizedTest
  @CsvSource({"-0.1, 1", "1.1, 1", "NaN, 1", "Infinity, 1", "0.5, -1"})
  void outsideItsLimitsItRefuses(double base, long exponent) {
    assertThrows(IllegalArgumentException.class, () -> IntegerPower.of(base, exponent));
  }
}
