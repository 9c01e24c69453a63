package io.adamant.storage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.adamant.storage.Safetensors.Entry;
import io.adamant.testing.Fuzzing;
import io.adamant.testing.Mutation;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.lifecycle.AddLifecycleHook;

class SafetensorsFuzzTest {
  private static final int DATA_BYTES = 56;

  private static final Fuzzing.Limits LIMITS =
      new Fuzzing.Limits(List.of(InvalidModelException.class), 1 << 20, 400);

  private static final List<String> HEADERS =
      List.of(
          "{\"weight\":{\"dtype\":\"F64\",\"shape\":[3,2],\"data_offsets\":[0,48]},"
              + "\"bias\":{\"dtype\":\"F64\",\"shape\":[1],\"data_offsets\":[48,56]}}",
          "{\"__metadata__\":{\"format\":\"pt\"},\"weight.rows\":{\"dtype\":\"I32\",\"shape\":[2],"
              + "\"data_offsets\":[0,8]},\"weight\":{\"dtype\":\"F64\",\"shape\":[2,3],"
              + "\"data_offsets\":[8,56]}}");

  private static final List<String> WORDS =
      List.of(
          "{",
          "}",
          "[",
          "]",
          ",",
          ":",
          "\"",
          "\"F64\"",
          "\"I32\"",
          "\"F32\"",
          "\"shape\"",
          "\"dtype\"",
          "\"data_offsets\"",
          "null",
          "true",
          "{}",
          "[]",
          "[[",
          "\\u0000",
          "\\",
          "//",
          "'");

  /** Most have a header length that is true, so that what was changed is read. */
  @Provide
  Arbitrary<byte[]> files() {
    Arbitrary<byte[]> headers =
        Mutation.files(
            HEADERS.stream().map(text -> text.getBytes(StandardCharsets.UTF_8)).toList(), WORDS);
    Arbitrary<byte[]> raw =
        Mutation.files(
            HEADERS.stream().map(h -> file(h.getBytes(StandardCharsets.UTF_8))).toList(), WORDS);
    return Arbitraries.frequencyOf(
        Tuple.of(9, headers.map(SafetensorsFuzzTest::file)), Tuple.of(1, raw));
  }

  private static byte[] file(byte[] header) {
    return ByteBuffer.allocate(Long.BYTES + header.length + DATA_BYTES)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putLong(header.length)
        .put(header)
        .array();
  }

  @Property(tries = Fuzzing.TRIES, edgeCases = EdgeCasesMode.NONE)
  @AddLifecycleHook(Fuzzing.class)
  void anyFileIsReadOrRefused(@ForAll("files") byte[] file) {
    Fuzzing.tryOut(
        file,
        LIMITS,
        bytes -> {
          // Their own exception, since the reader knows no name to say.
          try {
            readAll(bytes);
          } catch (EOFException e) {
            throw new InvalidModelException("cut short");
          }
        });
  }

  private static void readAll(byte[] bytes) throws IOException {
    Safetensors.Reader reader = new Safetensors.Reader(new ByteArrayInputStream(bytes));
    long data = 0;
    for (Entry entry : reader.entries()) {
      assertTrue(entry.size() >= 0);
      reader.skip(entry);
      data += entry.size() * (entry.type() == Safetensors.NumberType.F64 ? 8 : 4);
    }
    assertEquals(data, reader.dataBytes());
    // What is sound can be written, and is then the same.
    ByteArrayOutputStream copy = new ByteArrayOutputStream();
    Safetensors.Writer unused = new Safetensors.Writer(copy, reader.entries());
    assertEquals(
        reader.entries(),
        new Safetensors.Reader(new ByteArrayInputStream(copy.toByteArray())).entries());
  }
}
