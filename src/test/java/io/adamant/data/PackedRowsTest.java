package io.adamant.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.adamant.data.Rows.Row;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class PackedRowsTest {
  @Provide
  Arbitrary<List<Row>> rows() {
    Arbitrary<Double> finite = Arbitraries.doubles().between(-Double.MAX_VALUE, Double.MAX_VALUE);
    Arbitrary<Double> values =
        Arbitraries.oneOf(Arbitraries.just(1.0), finite.filter(value -> value != 0.0));
    Arbitrary<Double> weights =
        Arbitraries.oneOf(
            Arbitraries.just(1.0), Arbitraries.doubles().between(0, Double.MAX_VALUE));
    Arbitrary<Integer> indices = Arbitraries.integers().between(0, Integer.MAX_VALUE);
    Arbitrary<TreeMap<Integer, Double>> features =
        Arbitraries.oneOf(
                Arbitraries.maps(indices, values).ofMaxSize(20),
                Arbitraries.maps(indices, Arbitraries.just(1.0)).ofMaxSize(20))
            .map(TreeMap::new);
    return Combinators.combine(finite, weights, features).as(Row::new).list().ofMaxSize(30);
  }

  @Property(tries = 300)
  void rowsComeBackAsTheyWere(@ForAll("rows") List<Row> rows) throws RowFormatException {
    PackedRows packed = Rows.packed(rows);
    assertEquals(normalized(rows), read(new PackedRows.Cursor(packed)));
    assertEquals(normalized(rows), read(new PackedRows.Cursor(packed.toByteArray())));
    assertEquals(packed.size(), packed.toByteArray().length);
  }

  /** A label of -0.0 is a label of 0. */
  private static List<Row> normalized(List<Row> rows) {
    return rows.stream()
        .map(row -> new Row(row.label() + 0.0, row.weight(), row.features()))
        .toList();
  }

  private static List<Row> read(PackedRows.Cursor cursor) throws RowFormatException {
    List<Row> rows = new ArrayList<>();
    ExampleRow example = new ExampleRow();
    while (cursor.next()) {
      cursor.read(example);
      rows.add(Rows.of(example));
    }
    return rows;
  }

  @Property(tries = 100)
  void addingAllOfAnotherIsAddingItsRows(
      @ForAll("rows") List<Row> first, @ForAll("rows") List<Row> second) throws RowFormatException {
    PackedRows joined = Rows.packed(first);
    joined.addAll(Rows.packed(second));
    List<Row> both = new ArrayList<>(first);
    both.addAll(second);
    assertArrayEquals(Rows.packed(both).toByteArray(), joined.toByteArray());
  }

  @Property(tries = 100)
  void anyRowIsFoundAgainByItsStart(@ForAll("rows") List<Row> rows) throws RowFormatException {
    byte[] bytes = Rows.packed(rows).toByteArray();
    Map<Integer, Row> rowByStart = new HashMap<>();
    PackedRows.Cursor cursor = new PackedRows.Cursor(bytes);
    for (Row row : normalized(rows)) {
      assertTrue(cursor.next());
      rowByStart.put(cursor.rowStart(), row);
    }
    assertFalse(cursor.next());
    ExampleRow example = new ExampleRow();
    for (Map.Entry<Integer, Row> entry : rowByStart.entrySet()) {
      PackedRows.Cursor seeking = new PackedRows.Cursor(bytes);
      seeking.seek(entry.getKey());
      seeking.read(example);
      assertEquals(entry.getValue(), Rows.of(example));
    }
  }

  @Test
  void equalRowsHaveEqualBytesHoweverTheyWereGiven() throws RowFormatException {
    ExampleRow sorted = new ExampleRow();
    sorted.start(0.0, 0.0);
    sorted.add(3, 1.0);
    sorted.add(500, 2.0);
    sorted.finish();
    ExampleRow scrambled = new ExampleRow();
    scrambled.start(-0.0, -0.0);
    scrambled.add(500, 2.0);
    scrambled.add(7, 0.0);
    scrambled.add(3, 1.0);
    scrambled.finish();
    assertArrayEquals(packed(sorted), packed(scrambled));
  }

  @Test
  void theBytesAreThoseOfTheDocumentation() throws RowFormatException {
    byte[] content =
        ByteBuffer.allocate(37)
            .order(ByteOrder.LITTLE_ENDIAN)
            .putDouble(-1.0)
            .put((byte) 3)
            .putDouble(0.5)
            .put((byte) 2)
            .put((byte) 5)
            .put((byte) 0xac) // 300 = 0b10_0101100
            .put((byte) 2)
            .putDouble(1.0)
            .putDouble(-2.5)
            .array();
    TreeMap<Integer, Double> features = new TreeMap<>(Map.of(5, 1.0, 305, -2.5));
    byte[] packed = packed(new Row(-1.0, 0.5, features).toExample());
    assertEquals(content.length, packed[0]);
    assertArrayEquals(content, Arrays.copyOfRange(packed, 1, packed.length));
  }

  @Test
  void differencesOfEveryLengthAreWrittenAsPlainVarints() throws RowFormatException {
    for (int power = 0; power < Integer.SIZE - 1; power++) {
      for (int index : new int[] {(1 << power) - 1, 1 << power, Integer.MAX_VALUE}) {
        ByteBuffer content = ByteBuffer.allocate(16).order(ByteOrder.LITTLE_ENDIAN);
        content.putDouble(0.0).put((byte) 0).put((byte) 1);
        int rest = index;
        for (; rest >= 128; rest /= 128) {
          content.put((byte) (128 + rest % 128));
        }
        content.put((byte) rest);
        Row row = Rows.ones(0, index);
        byte[] packed = packed(row.toExample());
        assertArrayEquals(
            Arrays.copyOf(content.array(), content.position()),
            Arrays.copyOfRange(packed, 1, packed.length));
        // Alone at the end of an array, and with room behind it.
        assertEquals(List.of(row), read(new PackedRows.Cursor(packed)));
        assertEquals(
            List.of(row, row), read(new PackedRows.Cursor(Rows.packed(List.of(row, row)))));
      }
    }
  }

  @Test
  void clearedRowsAreGone() throws RowFormatException {
    PackedRows packed = Rows.packed(List.of(Rows.ones(1, 2, 3)));
    packed.clear();
    assertEquals(0, packed.size());
    assertFalse(new PackedRows.Cursor(packed).next());
  }

  private static byte[] packed(ExampleRow row) {
    PackedRows packed = new PackedRows();
    packed.add(row);
    return packed.toByteArray();
  }
}
