package io.adamant.data;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.adamant.testing.Fuzzing;
import io.adamant.testing.Mutation;
import java.nio.charset.StandardCharsets;
import java.util.List;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AddLifecycleHook;

class LibsvmParserFuzzTest {
  private static final Fuzzing.Limits LIMITS =
      new Fuzzing.Limits(List.of(RowFormatException.class), 1 << 20, 64);

  @Provide
  Arbitrary<byte[]> lines() {
    return Mutation.files(
        List.of(
            bytes("+1 3:1 11:1 14:1 119:1 # a comment"),
            bytes("-1 1:0.25 2:-1.5e-3 7:1234567.125 2147483646:1"),
            bytes("spam 0:1 1:3.14159265358979323846 9:.5\r\n"),
            bytes("2.5")),
        List.of(
            " ", ":", "#", "\t", "\r", "\n", "1:1", " 1:1", ":1", "-", "+", ".", "e", "\u0000", "é",
            "nan"));
  }

  private static byte[] bytes(String line) {
    return line.getBytes(StandardCharsets.UTF_8);
  }

  @Property(tries = Fuzzing.TRIES, edgeCases = EdgeCasesMode.NONE)
  @AddLifecycleHook(Fuzzing.class)
  void anyLineIsARowOrRefused(@ForAll("lines") byte[] line, @ForAll boolean takesText) {
    Fuzzing.tryOut(
        line,
        LIMITS,
        bytes -> {
          ExampleRow row = new ExampleRow();
          if (new LibsvmParser(takesText).parse(bytes, 0, bytes.length, row)) {
            requireSound(row);
          }
        });
  }

  /** What a row promises to those who pack it. */
  private static void requireSound(ExampleRow row) {
    assertTrue(Double.isFinite(row.label()));
    for (int i = 0; i < row.size(); i++) {
      assertTrue(row.index(i) >= 0 && row.index(i) < Integer.MAX_VALUE);
      assertTrue(Double.isFinite(row.value(i)) && row.value(i) != 0);
      assertTrue(i == 0 || row.index(i - 1) < row.index(i));
    }
  }
}
