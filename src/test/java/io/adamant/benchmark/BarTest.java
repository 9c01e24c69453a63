package io.adamant.benchmark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BarTest {
  @ParameterizedTest
  @CsvSource({
    "AT_LEAST, 10, 10, true",
    "AT_LEAST, 10, 10.5, true",
    "AT_LEAST, 10, 9.99, false",
    "AT_LEAST, 10, NaN, false",
    "AT_LEAST, 10, Infinity, true",
    "AT_MOST, 1.5, 1.5, true",
    "AT_MOST, 1.5, 1.2, true",
    "AT_MOST, 1.5, 1.51, false",
    "AT_MOST, 1.5, NaN, false",
    "AT_MOST, 1.5, Infinity, false"
  })
  void aBarIsMetOnItsOwnSideAndAtItsLimit(
      Bar.Direction direction, double limit, double value, boolean met) {
    Result result =
        new Result("name", "what", value, new Bar(limit, direction), List.of(), List.of());
    assertEquals(met, result.met());
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, -1, Double.NaN, Double.POSITIVE_INFINITY})
  void aLimitThatHoldsNothingIsRefused(double limit) {
    assertThrows(IllegalArgumentException.class, () -> new Bar(limit, Bar.Direction.AT_MOST));
  }

  @Test
  void aDirectionIsReadAsWords() {
    assertEquals("at least", Bar.Direction.AT_LEAST.text());
    assertEquals("at most", Bar.Direction.AT_MOST.text());
  }
}
