package io.adamant.data.encoding;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DecimalTextTest {
  private static double parse(String text) {
    byte[] bytes = ("9" + text + "9").getBytes(StandardCharsets.UTF_8);
    return DecimalText.parse(bytes, 1, bytes.length - 2);
  }

  @Property
  void anyDoubleInJavasSpellingIsReadAsJavaDoes(@ForAll double x) {
    assertEquals(x, parse(Double.toString(x)));
  }

  @Property
  void decimalsAreReadAsJavaDoes(@ForAll long digits, @ForAll @IntRange(max = 20) int places) {
    String text = BigDecimal.valueOf(digits, places).toPlainString();
    assertEquals(Double.parseDouble(text), parse(text));
    assertEquals(Double.parseDouble(text), parse(" " + text + "\t"));
  }

  @Property
  void wholeNumbersAreThemselves(@ForAll int x) {
    assertEquals(x, parse(String.format(Locale.ROOT, "%+d", x)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "", " ", "-", ".", "e5", "1e", "1f", "0x1p3", "NaN", "--1", "1 2", "1,5", "\u0661"
      })
  void whatIsNoDecimalNumberIsNone(String text) {
    assertEquals(Double.NaN, parse(text));
  }
}
