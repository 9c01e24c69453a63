package io.adamant.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.adamant.data.Rows.Row;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WilsonGeneratorTest {
  private static Row draw(WilsonGenerator generator, long number) throws RowFormatException {
    ExampleRow row = new ExampleRow();
    generator.drawing().draw(number, row);
    return Rows.of(row);
  }

  @Test
  void aRowHasItsLabelTwoOnesAndOneOrFiveFeaturesThatNoOtherRowHas() throws RowFormatException {
    WilsonGenerator generator = new WilsonGenerator(4, 0.6);
    int rows = 1_000;
    Set<Integer> seen = new HashSet<>();
    for (int number = 0; number < rows; number++) {
      Row row = draw(generator, number);
      TreeMap<Integer, Double> expected = new TreeMap<>(Map.of(0, row.label(), 1, 1.0, 2, 1.0));
      for (int i = 0; i < (row.label() > 0 ? 1 : 5); i++) {
        int own = 3 + 5 * number + i;
        expected.put(own, 1.0);
        assertTrue(seen.add(own));
        assertTrue(own < WilsonGenerator.features(rows));
      }
      assertEquals(new Row(row.label() > 0 ? 1 : -1, 1.0, expected), row);
    }
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.51, 0.6, 0.99})
  void aboutThePositiveFractionOfTheRowsIsPositive(double fraction) throws RowFormatException {
    WilsonGenerator generator = new WilsonGenerator(7, fraction);
    int rows = 20_000;
    int positive = 0;
    for (int number = 0; number < rows; number++) {
      positive += draw(generator, number).label() > 0 ? 1 : 0;
    }
    double deviation = Math.sqrt(rows * fraction * (1 - fraction));
    assertEquals(rows * fraction, positive, 5 * deviation);
  }

  @Test
  void labelsDependOnTheSeed() throws RowFormatException {
    int different = 0;
    for (int number = 0; number < 100; number++) {
      Row row = draw(new WilsonGenerator(1, 0.6), number);
      assertEquals(row, draw(new WilsonGenerator(1, 0.6), number));
      different += row.equals(draw(new WilsonGenerator(2, 0.6), number)) ? 0 : 1;
    }
    assertTrue(different > 20 && different < 80, different + " of 100");
  }

  @Test
  void theFeaturesOfTheMostRowsAreInts() throws RowFormatException {
    long most = WilsonGenerator.MAX_ROWS;
    assertTrue(WilsonGenerator.features(most) > Integer.MAX_VALUE - 5);
    assertThrows(ArithmeticException.class, () -> WilsonGenerator.features(most + 1));
    assertTrue(draw(new WilsonGenerator(0, 0.6), most - 1).features().lastKey() > 2_000_000_000);
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 0.5, 1, Double.NaN})
  void aFractionWithoutMorePositivesThanNegativesIsRefused(double fraction) {
    IllegalArgumentException refused =
        assertThrows(IllegalArgumentException.class, () -> new WilsonGenerator(0, fraction));
    assertEquals(
        "input.positive-fraction must be in (0.5, 1), got " + fraction, refused.getMessage());
  }
}
