package io.adamant.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class BinaryLabelsTest {
  private static Map<Double, Long> rows(List<Double> labels) {
    Map<Double, Long> rows = new HashMap<>();
    labels.forEach(label -> rows.merge(label, 1L, Long::sum));
    return rows;
  }

  @ParameterizedTest
  @CsvSource({"-1, 1, -1 and 1", "0, 1, 0 and 1", "1, 2, 1 and 2"})
  void theUsualPairsAreDetectedAndEncodedAsZeroAndOne(double negative, double positive, String text)
      throws RowFormatException {
    BinaryLabels labels = BinaryLabels.detect(rows(List.of(positive, negative, positive)));
    assertNotNull(labels);
    assertEquals(0.0, labels.encode(negative));
    assertEquals(1.0, labels.encode(positive));
    assertEquals(negative, labels.decode(false));
    assertEquals(positive, labels.decode(true));
    assertTrue(labels.contains(negative) && labels.contains(positive));
    assertFalse(labels.contains(3));
    assertEquals(text, labels.toString());
  }

  static Stream<List<Double>> otherLabels() {
    return Stream.of(
        List.of(),
        List.of(1.0),
        List.of(0.0),
        List.of(0.0, 2.0),
        List.of(-1.0, 0.0),
        List.of(-1.0, 0.0, 1.0),
        List.of(0.0, 1.0, 2.0),
        List.of(0.5, 1.0));
  }

  @ParameterizedTest
  @MethodSource("otherLabels")
  void noOtherLabelsAreTakenForAPair(List<Double> labels) {
    assertNull(BinaryLabels.detect(rows(labels)));
  }

  static Stream<Arguments> meant() {
    return Stream.of(
        Arguments.of(List.of(-1.0, 1.0, 1.0, 7.0), "-1 and 1"),
        Arguments.of(List.of(0.0, 0.0, 1.0, -1.0), "0 and 1"),
        Arguments.of(List.of(2.0, 2.0, 1.0, 3.0), "1 and 2"));
  }

  @ParameterizedTest
  @MethodSource("meant")
  void thePairThatMostRowsBelongToIsWhatWasMeant(List<Double> labels, String expected) {
    assertEquals(expected, BinaryLabels.closest(rows(labels)).toString());
  }

  @ParameterizedTest
  @CsvSource({"3, 3", "-1, -1", "0.5, 0.5", "1e300, 1.0E300", "-2.25, -2.25"})
  void anotherLabelIsRefusedByName(double label, String name) {
    RowFormatException refused =
        assertThrows(RowFormatException.class, () -> new BinaryLabels(0, 1).encode(label));
    assertEquals("label " + name + " is neither of 0 and 1", refused.getMessage());
  }

  @Test
  void zeroHasNoSign() throws RowFormatException {
    assertEquals(0.0, new BinaryLabels(0, 1).encode(-0.0));
    assertThrows(IllegalArgumentException.class, () -> new BinaryLabels(0.0, -0.0));
  }
}
