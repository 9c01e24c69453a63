package io.adamant.data.encoding;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.adamant.data.InvalidInputException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EncoderRuleTest {
  private static final List<String> TABLE = List.of("label", "i1", "i2", "c.1", "c2", "w");
  private static final List<String> RESERVED = List.of("label", "w");

  private static List<String> names(List<String> columns, EncoderSettings settings) {
    return EncoderRule.encoding(List.of(new EncoderRule(columns, settings)), TABLE, RESERVED)
        .encoders()
        .stream()
        .map(ColumnEncoding::name)
        .toList();
  }

  @Test
  void patternsTakeColumnsInTheTablesOrderAndEachOnce() {
    assertEquals(List.of("i1", "i2"), names(List.of("i*"), NumberSettings.DEFAULT));
    assertEquals(
        List.of("i2", "i1", "c.1"), names(List.of("i2", "i*", "c.1"), NumberSettings.DEFAULT));
    // Labels and weights are no features; a dot is a dot.
    assertEquals(List.of("i1", "i2", "c.1", "c2"), names(List.of("*"), CategorySettings.DEFAULT));
    assertEquals(List.of("c.1"), names(List.of("c.*"), CategorySettings.DEFAULT));
    assertEquals(List.of("c2 x c.1"), names(List.of("c2", "c.1"), CrossSettings.DEFAULT));
  }

  @ParameterizedTest
  @CsvSource({
    "x*, 'encoding.columns matches no column: x*; there are label, i1, i2, c.1, c2, w'",
    "i3, 'no column i3; there are label, i1, i2, c.1, c2, w'",
    "w, 'encoding.columns = w is the column of labels, weights or offsets, not of features'"
  })
  void namesWithoutAColumnAreRefused(String name, String message) {
    InvalidInputException refused =
        assertThrows(
            InvalidInputException.class, () -> names(List.of(name), NumberSettings.DEFAULT));
    assertEquals(message, refused.getMessage());
  }

  @Test
  void aCrossTakesOneColumnForEachName() {
    assertThrows(
        InvalidInputException.class, () -> names(List.of("i*", "c2"), CrossSettings.DEFAULT));
    assertThrows(IllegalArgumentException.class, () -> names(List.of("i1"), CrossSettings.DEFAULT));
  }
}
