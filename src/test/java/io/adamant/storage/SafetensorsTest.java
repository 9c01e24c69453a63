package io.adamant.storage;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.adamant.linalg.TensorShape;
import io.adamant.storage.Safetensors.Entry;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SafetensorsTest {
  private static byte[] write(List<Entry> entries, double[]... tensors) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    Safetensors.Writer writer = new Safetensors.Writer(bytes, entries);
    for (double[] tensor : tensors) {
      writer.write(tensor);
    }
    return bytes.toByteArray();
  }

  private static Safetensors.Reader reader(byte[] bytes) throws IOException {
    return new Safetensors.Reader(new ByteArrayInputStream(bytes));
  }

  /** A file of a header and data. */
  private static byte[] file(String header, int dataBytes) {
    byte[] json = header.getBytes(StandardCharsets.UTF_8);
    return ByteBuffer.allocate(8 + json.length + dataBytes)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putLong(json.length)
        .put(json)
        .array();
  }

  @Property(tries = 100)
  void whatWasWrittenIsRead(
      @ForAll long seed,
      @ForAll @IntRange(max = 20_000) int rows,
      @ForAll @IntRange(min = 1, max = 3) int columns,
      @ForAll @IntRange(min = 1, max = 9_000) int piece)
      throws IOException {
    // All bits, so that NaNs keep theirs, infinities and -0.0 too.
    SplittableRandom random = new SplittableRandom(seed);
    double[] table =
        random.longs((long) rows * columns).mapToDouble(Double::longBitsToDouble).toArray();
    double[] bias = {-0.0, Double.NaN, Double.MIN_VALUE};
    List<Entry> entries =
        List.of(
            new Entry("weight", List.of((long) rows, (long) columns)),
            Entry.of(new TensorShape("bias \"\u00fc\"", 3)));
    Safetensors.Reader reader = reader(write(entries, table, bias));
    assertEquals(entries, reader.entries());
    double[] read = new double[table.length];
    for (int from = 0; from < read.length; from += piece) {
      double[] part = new double[Math.min(piece, read.length - from)];
      reader.read(part);
      System.arraycopy(part, 0, read, from, part.length);
    }
    assertArrayEquals(bits(table), bits(read));
    double[] readBias = new double[3];
    reader.read(readBias);
    assertArrayEquals(bits(bias), bits(readBias));
  }

  @Test
  void aTensorThatIsSkippedIsOutOfTheWayOfTheNext() throws IOException {
    int many = 20_001;
    List<Entry> entries =
        List.of(new Entry("a", List.of((long) many, 1L)), new Entry("b", List.of(1L)));
    byte[] bytes = write(entries, new double[many], new double[] {7});
    Safetensors.Reader reader = reader(bytes);
    reader.skip(entries.get(0));
    double[] b = new double[1];
    reader.read(b);
    assertEquals(7.0, b[0]);
    Safetensors.Reader cut = reader(Arrays.copyOf(bytes, bytes.length - 9));
    assertThrows(EOFException.class, () -> cut.skip(entries.get(0)));
  }

  private static long[] bits(double[] values) {
    return Arrays.stream(values).mapToLong(Double::doubleToRawLongBits).toArray();
  }

  @Test
  void theBytesAreThoseOfTheFormat() throws IOException {
    byte[] bytes =
        write(
            List.of(new Entry("weight", List.of(2L, 1L)), new Entry("bias", List.of(1L))),
            new double[] {1.5, -2},
            new double[] {3});
    String json =
        "{\"weight\":{\"dtype\":\"F64\",\"shape\":[2,1],\"data_offsets\":[0,16]},"
            + "\"bias\":{\"dtype\":\"F64\",\"shape\":[1],\"data_offsets\":[16,24]}}";
    ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    int headerBytes = Math.toIntExact(buffer.getLong());
    assertEquals(0, headerBytes % 8, "the data is aligned");
    byte[] header = new byte[headerBytes];
    buffer.get(header);
    String text = new String(header, StandardCharsets.UTF_8);
    assertEquals(json, text.stripTrailing());
    assertTrue(text.substring(json.length()).isBlank() && headerBytes - json.length() < 8);
    assertEquals(1.5, buffer.getDouble());
    assertEquals(-2.0, buffer.getDouble());
    assertEquals(3.0, buffer.getDouble());
    assertEquals(0, buffer.remaining());
  }

  @Test
  void aFileOfAnotherWriterIsReadInTheOrderOfItsData() throws IOException {
    String header =
        " { \"__metadata__\": {\"format\": \"pt\"},"
            + " \"b\": {\"data_offsets\": [8, 24], \"shape\": [2], \"dtype\": \"F64\"},"
            + " \"nothing\": {\"data_offsets\": [8, 8], \"shape\": [0, 7], \"dtype\": \"F64\"},"
            + " \"scalar\": {\"data_offsets\": [0, 8], \"shape\": [], \"dtype\": \"F64\"} } ";
    assertEquals(
        List.of(
            new Entry("scalar", List.of()),
            new Entry("nothing", List.of(0L, 7L)),
            new Entry("b", List.of(2L))),
        reader(file(header, 24)).entries());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        // No JSON, or not of objects.
        "not json",
        "[]",
        "null",
        "17",
        "{\"a\":",
        "{\"a\":7}",
        "{\"a\":null}",
        "{\"a\":[]}",
        // Types.
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}}",
        "{\"a\":{\"dtype\":\"f64\",\"shape\":[1],\"data_offsets\":[0,8]}}",
        "{\"a\":{\"dtype\":{},\"shape\":[1],\"data_offsets\":[0,8]}}",
        "{\"a\":{\"dtype\":null,\"shape\":[1],\"data_offsets\":[0,8]}}",
        "{\"a\":{\"shape\":[1],\"data_offsets\":[0,8]}}",
        // Shapes.
        "{\"a\":{\"dtype\":\"F64\",\"data_offsets\":[0,8]}}",
        "{\"a\":{\"dtype\":\"F64\",\"shape\":1,\"data_offsets\":[0,8]}}",
        "{\"a\":{\"dtype\":\"F64\",\"shape\":null,\"data_offsets\":[0,8]}}",
        "{\"a\":{\"dtype\":\"F64\",\"shape\":[null],\"data_offsets\":[0,8]}}",
        "{\"a\":{\"dtype\":\"F64\",\"shape\":[\"x\"],\"data_offsets\":[0,8]}}",
        "{\"a\":{\"dtype\":\"F64\",\"shape\":[true],\"data_offsets\":[0,8]}}",
        "{\"a\":{\"dtype\":\"F64\",\"shape\":[1.5],\"data_offsets\":[0,8]}}",
        "{\"a\":{\"dtype\":\"F64\",\"shape\":[1e400],\"data_offsets\":[0,0]}}",
        "{\"a\":{\"dtype\":\"F64\",\"shape\":[1e999999999],\"data_offsets\":[0,0]}}",
        "{\"a\":{\"dtype\":\"F64\",\"shape\":[18446744073709551617],\"data_offsets\":[0,8]}}",
        "{\"a\":{\"dtype\":\"F64\",\"shape\":[-1],\"data_offsets\":[0,-8]}}",
        "{\"a\":{\"dtype\":\"F64\",\"shape\":[-1,-1],\"data_offsets\":[0,8]}}",
        // Products that do not fit a long, or whose bytes do not.
        "{\"a\":{\"dtype\":\"F64\",\"shape\":[4294967296,4294967296],\"data_offsets\":[0,0]}}",
        "{\"a\":{\"dtype\":\"F64\",\"shape\":[2305843009213693952],\"data_offsets\":[0,0]}}",
        // Offsets.
        "{\"a\":{\"dtype\":\"F64\",\"shape\":[1]}}",
        "{\"a\":{\"dtype\":\"F64\",\"shape\":[1],\"data_offsets\":[0]}}",
        "{\"a\":{\"dtype\":\"F64\",\"shape\":[1],\"data_offsets\":[0,8,16]}}",
        "{\"a\":{\"dtype\":\"F64\",\"shape\":[1],\"data_offsets\":{}}}",
        "{\"a\":{\"dtype\":\"F64\",\"shape\":[1],\"data_offsets\":[0,7]}}",
        "{\"a\":{\"dtype\":\"F64\",\"shape\":[1],\"data_offsets\":[8,16]}}",
        "{\"a\":{\"dtype\":\"F64\",\"shape\":[1],\"data_offsets\":[-8,0]}}",
        "{\"a\":{\"dtype\":\"F64\",\"shape\":[1],\"data_offsets\":[0,8.5]}}",
        // Tensors that overlap, or leave a gap.
        "{\"a\":{\"dtype\":\"F64\",\"shape\":[2],\"data_offsets\":[0,16]},"
            + "\"b\":{\"dtype\":\"F64\",\"shape\":[1],\"data_offsets\":[8,16]}}",
        "{\"a\":{\"dtype\":\"F64\",\"shape\":[1],\"data_offsets\":[0,8]},"
            + "\"b\":{\"dtype\":\"F64\",\"shape\":[1],\"data_offsets\":[0,8]}}",
        "{\"a\":{\"dtype\":\"F64\",\"shape\":[1],\"data_offsets\":[0,8]},"
            + "\"b\":{\"dtype\":\"F64\",\"shape\":[1],\"data_offsets\":[16,24]}}"
      })
  void aMalformedHeaderIsRefused(String header) {
    assertThrows(InvalidModelException.class, () -> reader(file(header, 32)));
  }

  @ParameterizedTest
  @ValueSource(longs = {-1, Long.MIN_VALUE, 0, 1, (1 << 20) + 1, 1L << 40, Long.MAX_VALUE})
  void aHeaderOfAnImpossibleLengthIsRefusedBeforeItIsRead(long length) {
    byte[] bytes = ByteBuffer.allocate(64).order(ByteOrder.LITTLE_ENDIAN).putLong(length).array();
    assertThrows(InvalidModelException.class, () -> reader(bytes));
  }

  @Test
  void aNestingWithoutEndIsRefused() {
    String header = "{\"a\":" + "[".repeat(500_000);
    assertThrows(InvalidModelException.class, () -> reader(file(header, 0)));
  }

  @Test
  void aFileCutAnywhereIsRefused() throws IOException {
    byte[] whole = write(List.of(new Entry("weight", List.of(3L))), new double[] {1, 2, 3});
    int dataStart = whole.length - 24;
    for (int length = 0; length < whole.length; length++) {
      byte[] cut = Arrays.copyOf(whole, length);
      if (length < dataStart) {
        assertThrows(InvalidModelException.class, () -> reader(cut), "cut at " + length);
      } else {
        Safetensors.Reader reader = reader(cut);
        assertThrows(EOFException.class, () -> reader.read(new double[3]), "cut at " + length);
      }
    }
  }

  @Property(tries = 2_000)
  void aDamagedHeaderIsReadOrRefusedAndNothingElse(
      @ForAll @IntRange(max = 1_000_000) int place, @ForAll byte damage) throws IOException {
    byte[] bytes =
        write(
            List.of(new Entry("weight", List.of(2L, 1L)), new Entry("bias", List.of(1L))),
            new double[2],
            new double[1]);
    bytes[place % (bytes.length - 24)] = damage;
    try {
      long values = reader(bytes).entries().stream().mapToLong(Entry::size).sum();
      assertTrue(values >= 0);
    } catch (InvalidModelException refused) {
      assertTrue(!String.valueOf(refused.getMessage()).isEmpty());
    }
  }
}
