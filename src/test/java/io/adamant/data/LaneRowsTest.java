package io.adamant.data;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.adamant.data.Rows.Row;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class LaneRowsTest {
  /**
   * A hash of a row's content, from well spread to all the same: where it ties, content decides.
   */
  record Hashing(String name, ToLongFunction<byte[]> hash) {
    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Hashing> hashings() {
    return Stream.of(
        new Hashing("spread", content -> new Random(Arrays.hashCode(content)).nextLong()),
        new Hashing("same high bits", content -> -1L << 53 | Math.abs(Arrays.hashCode(content))),
        new Hashing("low bits alone", content -> Arrays.hashCode(content) & 7),
        new Hashing("high bits alone", content -> (long) Arrays.hashCode(content) << 61),
        new Hashing("all equal", content -> -5));
  }

  record Case(Hashing hashing, int rows, int differentRows) {}

  static Stream<Case> cases() {
    return hashings()
        .flatMap(
            hashing ->
                Stream.of(
                    new Case(hashing, 0, 1),
                    new Case(hashing, 1, 1),
                    new Case(hashing, 2, 2),
                    new Case(hashing, 65, 1),
                    new Case(hashing, 500, 3),
                    new Case(hashing, 600, 500)));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void theOrderIsThatOfHashAndContentHoweverTheRowsArrive(Case given) throws RowFormatException {
    SplittableRandom random = new SplittableRandom(given.rows());
    List<Row> different = new ArrayList<>();
    for (int i = 0; i < given.differentRows(); i++) {
      different.add(Rows.random(random, 6, 200, true, true));
    }
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < given.rows(); i++) {
      rows.add(different.get(random.nextInt(different.size())));
    }
    List<Row> expected = sortedNaively(rows, given.hashing());
    for (int chunks : new int[] {1, 2, 7, 64}) {
      Collections.shuffle(rows, new Random(chunks));
      assertEquals(expected, sorted(rows, chunks, given.hashing()));
    }
  }

  /** Sorts hexadecimal digits, whose order is that of unsigned bytes. */
  private static List<Row> sortedNaively(List<Row> rows, Hashing hashing)
      throws RowFormatException {
    record Keyed(Row row, String digits, String hash) {}
    List<Keyed> keyed = new ArrayList<>();
    for (Row row : rows) {
      byte[] content = content(row);
      long hash = hashing.hash().applyAsLong(content);
      keyed.add(
          new Keyed(row, HexFormat.of().formatHex(content), HexFormat.of().toHexDigits(hash)));
    }
    keyed.sort(Comparator.comparing(Keyed::hash).thenComparing(Keyed::digits));
    return keyed.stream().map(Keyed::row).toList();
  }

  /** What follows the row's length, which takes one byte in rows as short as these. */
  private static byte[] content(Row row) throws RowFormatException {
    byte[] packed = Rows.packed(List.of(row)).toByteArray();
    assertEquals(packed.length - 1, packed[0]);
    return Arrays.copyOfRange(packed, 1, packed.length);
  }

  private static List<Row> sorted(List<Row> rows, int chunkCount, Hashing hashing)
      throws RowFormatException {
    List<byte[]> chunks = new ArrayList<>();
    LaneRows lane = new LaneRows(chunks);
    for (int chunk = 0; chunk < chunkCount; chunk++) {
      int from = chunk * rows.size() / chunkCount;
      int to = (chunk + 1) * rows.size() / chunkCount;
      chunks.add(Rows.packed(rows.subList(from, to)).toByteArray());
      PackedRows.Cursor cursor = new PackedRows.Cursor(chunks.get(chunk));
      while (cursor.next()) {
        byte[] content =
            Arrays.copyOfRange(cursor.bytes(), cursor.contentStart(), cursor.contentEnd());
        lane.add(chunk, cursor.rowStart(), hashing.hash().applyAsLong(content));
      }
    }
    lane.sort();
    assertEquals(rows.size(), lane.size());
    List<Row> sorted = new ArrayList<>();
    ExampleRow example = new ExampleRow();
    for (int place = 0; place < lane.size(); place++) {
      lane.read(place, example);
      sorted.add(Rows.of(example));
    }
    return sorted;
  }

  @Test
  void anOddRowAmongHundredThousandsOfCopiesFindsItsPlace() throws RowFormatException {
    // All hashes tie and the odd row arrives last; a comparison for each pair would never end.
    Row copy = Rows.ones(1, 5, 6);
    PackedRows packed = new PackedRows();
    for (int i = 0; i < 300_000; i++) {
      packed.add(copy.toExample());
    }
    packed.add(Rows.ones(0, 1).toExample());
    LaneRows lane = new LaneRows(List.of(packed.toByteArray()));
    PackedRows.Cursor cursor = new PackedRows.Cursor(packed);
    while (cursor.next()) {
      lane.add(0, cursor.rowStart(), 99);
    }
    lane.sort();
    ExampleRow example = new ExampleRow();
    lane.read(0, example);
    assertEquals(Rows.ones(0, 1), Rows.of(example));
  }
}
