package io.adamant.data.encoding;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.adamant.data.RowFormatException;
import io.adamant.data.encoding.NumberSettings.Transform;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EncodingTest {
  private static final MissingValues FEATURE = MissingValues.FEATURE;

  /** Published values of MurmurHash3, x86, 32 bits. */
  @ParameterizedTest
  @CsvSource({
    "hello, 0, 0x248bfa47",
    "'hello, world', 0, 0x149bbb7f",
    "The quick brown fox jumps over the lazy dog, 0, 0x2e4ff723",
    "test, 0, 0xba6bd213",
    "test, 0x9747b28c, 0x704b81dc",
    "'Hello, world!', 0x9747b28c, 0x24884cba"
  })
  void aCategoryIsInTheBucketOfItsMurmurHash(String text, String seed, String hash)
      throws RowFormatException {
    int bits = (int) Long.decode(hash).longValue();
    for (int buckets : new int[] {1, 10, 1000, 1 << 18, Integer.MAX_VALUE - 2}) {
      CategorySettings settings =
          new CategorySettings(buckets, (int) Long.decode(seed).longValue(), true, FEATURE);
      // The lower 31 bits, modulo; the highest is the sign.
      long bucket = (bits & 0x7fffffffL) % buckets;
      assertEquals(
          Map.of((int) bucket, bits < 0 ? -1.0 : 1.0),
          Cells.of(text).encoded(Cells.encoding(settings)));
    }
  }

  @Test
  void categoriesOfAListThatShareABucketAddUp() throws RowFormatException {
    Encoding one = Cells.encoding(new CategorySettings(1, 0, false, FEATURE));
    assertEquals(Map.of(0, 3.0), Cells.of(List.of("a", "b", "a")).encoded(one));
    assertEquals(Map.of(0, 1.0), Cells.of(List.of("", "a")).encoded(one));
    assertEquals(Map.of(1, 1.0), Cells.of(List.of()).encoded(one));
    assertEquals(Map.of(1, 1.0), Cells.of(List.of("")).encoded(one));
    // hello has a positive hash, test a negative one: in one bucket they cancel.
    Encoding signed = Cells.encoding(new CategorySettings(1, 0, true, FEATURE));
    assertEquals(Map.of(), Cells.of(List.of("hello", "test")).encoded(signed));
  }

  @Test
  void everyEncoderHasARangeOfItsOwnAndTheLastFeatureIsForMissingValues()
      throws RowFormatException {
    Encoding encoding =
        new Encoding(
            List.of(
                number("a", Transform.NONE, new Learnt(2, 4, List.of())),
                new ColumnEncoding(
                    List.of("a"),
                    new BucketSettings(List.of(0.0, 10.0), 0, FEATURE),
                    Learnt.NOTHING),
                new ColumnEncoding(
                    List.of("b"), new CategorySettings(7, 0, false, FEATURE), Learnt.NOTHING),
                new ColumnEncoding(
                    List.of("b"),
                    new CategorySettings(5, 0, false, MissingValues.IGNORE),
                    Learnt.NOTHING)));
    assertEquals(List.of(2L, 4L, 8L, 5L), encoding.fields().sizes());
    assertEquals(19, encoding.features());
    assertEquals(List.of(new RawColumn("a", true), new RawColumn("b", false)), encoding.columns());
    int hash = 0x248bfa47;
    assertEquals(
        Map.of(0, 2.0, 4, 1.0, 6 + hash % 7, 1.0, 14 + hash % 5, 1.0),
        Cells.of(10.0, "hello").encoded(encoding));
    assertEquals(Map.of(1, 1.0, 5, 1.0, 13, 1.0), Cells.of("", "").encoded(encoding));
  }

  private static ColumnEncoding number(String column, Transform transform, Learnt learnt) {
    return new ColumnEncoding(
        List.of(column), new NumberSettings(transform, true, FEATURE), learnt);
  }

  @ParameterizedTest
  @CsvSource({"-11, 0", "-10, 1", "-0.0, 2", "0, 2", "2.5, 2", "3, 3", "1e300, 3"})
  void aBucketReachesFromItsBoundaryToTheNext(double x, int bucket) throws RowFormatException {
    Encoding encoding = Cells.encoding(new BucketSettings(List.of(-10.0, 0.0, 3.0), 0, FEATURE));
    assertEquals(Map.of(bucket, 1.0), Cells.of(x).encoded(encoding));
  }

  @Test
  void theLogarithmTakesNumbersOfEitherSignAndZero() throws RowFormatException {
    Encoding encoding =
        Cells.encoding(new NumberSettings(Transform.LOG, false, FEATURE), Learnt.NOTHING);
    assertEquals(Map.of(0, Math.log(8)), Cells.of(7.0).encoded(encoding));
    assertEquals(Map.of(0, -Math.log(8)), Cells.of(-7.0).encoded(encoding));
    assertEquals(Map.of(), Cells.of(0.0).encoded(encoding));
  }

  @Test
  void aCrossIsAFeatureOfBothCategoriesInTheirOrder() throws RowFormatException {
    Encoding encoding = Cells.encoding(new CrossSettings(1 << 20, 0, false, MissingValues.FEATURE));
    Map<Integer, Double> ab = Cells.of("a", "b").encoded(encoding);
    assertEquals(1, ab.size());
    assertEquals(ab, Cells.of("a", "b").encoded(encoding));
    // None of these is the same pair, though the letters are.
    for (Cells other :
        List.of(Cells.of("b", "a"), Cells.of("ab", "b"), Cells.of("a", "bb"), Cells.of("a", "a"))) {
      assertFalse(ab.equals(other.encoded(encoding)));
    }
    assertEquals(6, Cells.of(List.of("a", "b", "c"), List.of("x", "y")).encoded(encoding).size());
    assertEquals(Map.of(1 << 20, 1.0), Cells.of("a", "").encoded(encoding));
    assertEquals(Map.of(1 << 20, 1.0), Cells.of("", "b").encoded(encoding));
  }

  @Test
  void missingValuesAreRefusedWhereTheyAreToBe() {
    Encoding encoding = Cells.encoding(new CategorySettings(5, 0, false, MissingValues.FAIL));
    RowFormatException refused =
        assertThrows(RowFormatException.class, () -> Cells.of("").encoded(encoding));
    assertEquals("column c is missing (encoding.missing = fail)", refused.getMessage());
  }

  @Test
  void moreFeaturesThanIdsAreRefused() {
    ColumnEncoding large =
        new ColumnEncoding(
            List.of("big"), new CategorySettings(1_500_000_000, 0, false, FEATURE), Learnt.NOTHING);
    IllegalArgumentException refused =
        assertThrows(IllegalArgumentException.class, () -> new Encoding(List.of(large, large)));
    assertTrue(
        String.valueOf(refused.getMessage()).contains("2147483646 features with column big"));
  }

  @Test
  void aRowThatCannotBeEncodedTeachesNothing() throws RowFormatException {
    Encoding encoding =
        new Encoding(
            List.of(
                number("a", Transform.NONE, Learnt.NOTHING),
                new ColumnEncoding(
                    List.of("b"),
                    new CategorySettings(7, 0, false, MissingValues.FAIL),
                    Learnt.NOTHING)));
    EncodingSurvey.Rows rows = new EncodingSurvey.Rows(encoding);
    rows.add(Cells.of(1.0, "x"));
    rows.add(Cells.of(3.0, "x"));
    assertThrows(RowFormatException.class, () -> rows.add(Cells.of(1000.0, "")));
    assertThrows(RowFormatException.class, () -> rows.add(Cells.of("one", "x")));
    Encoding learnt = rows.survey(2, 2).learnt(encoding);
    assertEquals(new Learnt(2, 1, List.of()), learnt.encoders().get(0).learnt());
  }
}
