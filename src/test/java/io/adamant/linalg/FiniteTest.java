package io.adamant.linalg;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FiniteTest {
  @ParameterizedTest
  @CsvSource({
    "1.7976931348623157E308, true",
    "-0.0, true",
    "4.9E-324, true",
    "Infinity, false",
    "-Infinity, false",
    "NaN, false"
  })
  void oneValueDecides(double value, boolean isFinite) {
    assertEquals(isFinite, Finite.all(new double[] {1, value, -1}));
    assertEquals(isFinite, Finite.all(new double[][] {{value}, {1}, {}}));
    assertEquals(isFinite, Finite.all(new double[][] {{1}, {}, {value}}));
    assertTrue(Finite.all(new double[0]));
  }
}
