package io.adamant.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.adamant.data.Rows.Row;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class LibsvmParserTest {
  private static boolean parse(String line, ExampleRow row) throws RowFormatException {
    byte[] bytes = line.getBytes(StandardCharsets.UTF_8);
    return new LibsvmParser().parse(bytes, 0, bytes.length, row);
  }

  private static Row read(String line) throws RowFormatException {
    ExampleRow row = new ExampleRow();
    assertTrue(parse(line, row));
    return Rows.of(row);
  }

  static Stream<Arguments> goodLines() {
    return Stream.of(
        good("+1 3:1 11:1", 1, Map.of(3, 1.0, 11, 1.0)),
        good("-1 0:2.5", -1, Map.of(0, 2.5)),
        good("0", 0, Map.of()),
        good("2\r", 2, Map.of()),
        good("1 3:1\r\n", 1, Map.of(3, 1.0)),
        good("  1\t3:1  4:2\t", 1, Map.of(3, 1.0, 4, 2.0)),
        good("1 # 3:1", 1, Map.of()),
        good("1 3:1 # 4:oops", 1, Map.of(3, 1.0)),
        good("1 3:1# 4:oops", 1, Map.of(3, 1.0)),
        good("1 3:0 4:0.0 5:-0 6:0e5 7:1", 1, Map.of(7, 1.0)),
        good("1 9:9 2:2 5:5", 1, Map.of(2, 2.0, 5, 5.0, 9, 9.0)),
        good("1 2147483646:1", 1, Map.of(2147483646, 1.0)),
        good("1 0000000000000000000000007:1", 1, Map.of(7, 1.0)),
        good(
            "1.5e0 1:+2 2:-3 3:+.5 4:-.5 5:5.", 1.5, Map.of(1, 2.0, 2, -3.0, 3, .5, 4, -.5, 5, 5.)),
        good("1e2 1:1E3 2:1e-3 3:1e+3", 100, Map.of(1, 1e3, 2, 1e-3, 3, 1e3)),
        good(
            "1 1:5e-324 2:1.7976931348623157e308",
            1,
            Map.of(1, Double.MIN_VALUE, 2, Double.MAX_VALUE)),
        // Below half the smallest number there is: zero, hence left out.
        good("1 1:1e-400 2:1", 1, Map.of(2, 1.0)),
        good("1 1:123456789012345678901234567890", 1, Map.of(1, 0x1.8ee90ff6c373ep96)));
  }

  private static Arguments good(String line, double label, Map<Integer, Double> features) {
    return Arguments.of(line, new Row(label, 1.0, new TreeMap<>(features)));
  }

  @ParameterizedTest
  @MethodSource("goodLines")
  void aGoodLineGivesItsRow(String line, Row expected) throws RowFormatException {
    assertEquals(expected, read(line));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "\t \r\n", "\r", "#", "# 1 2:3", "   # 1 2:3\r"})
  void blankLinesAndCommentsHoldNoRow(String line) throws RowFormatException {
    assertFalse(parse(line, new ExampleRow()));
  }

  static Stream<Arguments> badLines() {
    return Stream.of(
        Arguments.of("1 3:1 3:2", "index 3 is given twice"),
        Arguments.of("1 5:1 3:1 5:1", "index 5 is given twice"),
        Arguments.of("1 3", "expected index:value, got '3'"),
        Arguments.of("1 :3", "expected index:value, got ':3'"),
        Arguments.of("1 -3:1", "expected index:value, got '-3:1'"),
        Arguments.of("1 +3:1", "expected index:value, got '+3:1'"),
        Arguments.of("1 3.5:1", "expected index:value, got '3.5:1'"),
        Arguments.of("1 qid:3 1:1", "expected index:value, got 'qid:3'"),
        Arguments.of("1 3 :1", "expected index:value, got '3'"),
        Arguments.of("1 3:", "value is missing"),
        Arguments.of("1 3: 4:1", "value is missing"),
        Arguments.of("1 3:1:2", "value '1:2' is not a number"),
        Arguments.of("1 3:x", "value 'x' is not a number"),
        Arguments.of("1 3:1,5", "value '1,5' is not a number"),
        Arguments.of("1 3:--1", "value '--1' is not a number"),
        Arguments.of("1 3:+-1", "value '+-1' is not a number"),
        Arguments.of("1 3:1.2.3", "value '1.2.3' is not a number"),
        Arguments.of("1 3:.", "value '.' is not a number"),
        Arguments.of("1 3:-", "value '-' is not a number"),
        Arguments.of("1 3:1e", "value '1e' is not a number"),
        Arguments.of("1 3:1d", "value '1d' is not a number"),
        Arguments.of("1 3:1.5F", "value '1.5F' is not a number"),
        Arguments.of("1 3:0x1p3", "value '0x1p3' is not a number"),
        Arguments.of("1 3:1_000", "value '1_000' is not a number"),
        Arguments.of("1 3:\u0661", "value '\u0661' is not a number"),
        Arguments.of("1 3:1\u0000", "value '1\u0000' is not a number"),
        Arguments.of("1 3:1\u000b", "value '1\u000b' is not a number"),
        Arguments.of("\ufeff1 3:1", "label '\ufeff1' is not a number"),
        Arguments.of("3:1 4:1", "label '3:1' is not a number"),
        Arguments.of("yes 4:1", "label 'yes' is not a number"),
        Arguments.of("1 3:nan", "value is nan, not finite"),
        Arguments.of("1 3:NaN", "value of index 3 is NaN, not finite"),
        Arguments.of("1 3:inf", "value is inf, not finite"),
        Arguments.of("1 3:-Inf", "value is -Inf, not finite"),
        Arguments.of("1 3:Infinity", "value of index 3 is Infinity, not finite"),
        Arguments.of("1 3:1e999", "value of index 3 is Infinity, not finite"),
        Arguments.of("NaN 3:1", "label NaN is not a finite number"),
        Arguments.of("-1e999", "label -Infinity is not a finite number"),
        Arguments.of("1 2147483647:1", "index in '2147483647:1' is beyond the largest, 2147483646"),
        Arguments.of(
            "1 99999999999999999999:1",
            "index in '99999999999999999999:1' is beyond the largest, 2147483646"),
        Arguments.of(
            "1 " + "x".repeat(100), "expected index:value, got '" + "x".repeat(40) + "...'"));
  }

  @ParameterizedTest
  @MethodSource("badLines")
  void aBadLineIsRefusedWithItsReason(String line, String reason) {
    RowFormatException refused =
        assertThrows(RowFormatException.class, () -> parse(line, new ExampleRow()));
    assertEquals(reason, refused.getMessage());
  }

  @Provide
  Arbitrary<String> decimals() {
    Arbitrary<String> signs = Arbitraries.of("", "+", "-");
    Arbitrary<String> digits = Arbitraries.strings().numeric().ofMaxLength(22);
    Arbitrary<String> fractions =
        Arbitraries.oneOf(Arbitraries.just(""), digits.map(some -> "." + some));
    Arbitrary<String> exponents =
        Arbitraries.oneOf(
            Arbitraries.just(""), Arbitraries.integers().between(-330, 310).map(e -> "e" + e));
    Arbitrary<String> texts =
        Combinators.combine(signs, digits, fractions, exponents)
            .as((sign, whole, fraction, exponent) -> sign + whole + fraction + exponent)
            .filter(text -> text.matches("[+-]?(\\d+\\.?\\d*|\\.\\d+)(e.*)?"));
    return Arbitraries.oneOf(
            texts,
            Arbitraries.doubles().map(String::valueOf),
            Arbitraries.longs().map(String::valueOf))
        .filter(text -> Double.isFinite(Double.parseDouble(text)));
  }

  @Property(tries = 20_000)
  void numbersHaveTheBitsThatTheJdkGivesThem(@ForAll("decimals") String decimal)
      throws RowFormatException {
    double expected = Double.parseDouble(decimal);
    assertEquals(expected, read(decimal).label(), "as a label");
    Map<Integer, Double> features = expected == 0 ? Map.of() : Map.of(7, expected);
    assertEquals(features, read("1 7:" + decimal).features());
  }

  @Provide
  Arbitrary<byte[]> nearlyLines() {
    Arbitrary<Byte> any = Arbitraries.bytes();
    Arbitrary<Byte> likely =
        Arbitraries.of(
            "0123456789 +-.:#eE\t\r\nnaiNfd\u0000".chars().mapToObj(c -> (byte) c).toList());
    return Arbitraries.frequencyOf(Tuple.of(1, any), Tuple.of(20, likely))
        .array(byte[].class)
        .ofMaxSize(40);
  }

  @Property(tries = 20_000)
  void anyBytesAreARowNoRowOrRefused(@ForAll("nearlyLines") byte[] bytes) {
    ExampleRow row = new ExampleRow();
    boolean holdsRow;
    try {
      holdsRow = new LibsvmParser().parse(bytes, 0, bytes.length, row);
    } catch (RowFormatException refused) {
      assertFalse(String.valueOf(refused.getMessage()).isEmpty());
      return;
    }
    if (holdsRow) {
      assertTrue(Double.isFinite(row.label()));
      for (int i = 0; i < row.size(); i++) {
        assertTrue(Double.isFinite(row.value(i)) && row.value(i) != 0);
        assertTrue(row.index(i) >= 0 && (i == 0 || row.index(i) > row.index(i - 1)));
      }
    }
  }

  @Test
  void onlyTheBytesOfTheLineAreLookedAt() throws RowFormatException {
    byte[] bytes = "9 9:91 3:4.59:9".getBytes(StandardCharsets.UTF_8);
    ExampleRow row = new ExampleRow();
    assertTrue(new LibsvmParser().parse(bytes, 5, 12, row));
    assertEquals(new Row(1, 1.0, new TreeMap<>(Map.of(3, 4.5))), Rows.of(row));
  }

  @Test
  void oneParserReadsManyLinesAfterBadOnesToo() throws RowFormatException {
    LibsvmParser parser = new LibsvmParser();
    ExampleRow row = new ExampleRow();
    byte[] bad = "1 7:1 5:oops".getBytes(StandardCharsets.UTF_8);
    byte[] good = "0 2:1".getBytes(StandardCharsets.UTF_8);
    for (int i = 0; i < 3; i++) {
      assertThrows(RowFormatException.class, () -> parser.parse(bad, 0, bad.length, row));
      assertTrue(parser.parse(good, 0, good.length, row));
      assertEquals(Rows.ones(0, 2), Rows.of(row));
    }
  }
}
