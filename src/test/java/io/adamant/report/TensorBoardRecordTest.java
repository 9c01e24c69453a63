package io.adamant.report;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.HexFormat;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Records as TensorBoard's own writer has them: it wrote the bytes that are expected here. */
class TensorBoardRecordTest {
  private static final String VERSION =
      "1800000000000000a37f4b2209000000000000f83f1a0d627261696e2e457665" + "6e743a322a28646c";

  private static final String SCALAR =
      "1b000000000000001a0d9e1309000000000000f83f10ac022a0d0a0b0a046c6f" + "7373151872313fa98fe842";

  private static byte[] bytes(String hex) {
    return HexFormat.of().parseHex(hex);
  }

  @Test
  void theFirstRecordSaysTheVersion() {
    assertArrayEquals(bytes(VERSION), TensorBoardRecord.version(1.5));
  }

  @Test
  void aRecordOfNumbersIsThatOfTensorBoard() {
    assertArrayEquals(
        bytes(SCALAR), TensorBoardRecord.scalars(1.5, 300, Map.of("loss", 0.6931471805599454)));
  }

  @Test
  void whatIsNotInSinglePrecisionIsInfinite() {
    byte[] record = TensorBoardRecord.scalars(0, 1, Map.of("a", 1e300));
    assertEquals(
        "0000807f", HexFormat.of().formatHex(record, record.length - 8, record.length - 4));
  }
}
