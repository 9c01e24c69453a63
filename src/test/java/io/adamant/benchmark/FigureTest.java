package io.adamant.benchmark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;

class FigureTest {
  @Test
  void theMedianIsTheOneInTheMiddleWhateverTheOrder() {
    Figure figure = Figure.of("steps", "ms", 9, 1, 5);
    assertEquals(5, figure.median());
    assertEquals(1, figure.lowest());
    assertEquals(9, figure.highest());
  }

  @Test
  void theMedianOfAnEvenNumberIsTheMeanOfTheTwoInTheMiddle() {
    assertEquals(3, Figure.of("steps", "ms", 100, 4, 1, 2).median());
  }

  @Test
  void nothingMeasuredIsNoFigure() {
    assertThrows(IllegalArgumentException.class, () -> new Figure("steps", "ms", List.of()));
  }
}
