package io.adamant.storage;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import io.adamant.linalg.LittleEndianDoubles;
import io.adamant.linalg.TensorShape;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.IntBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The safetensors format (its version 0.x, as its project documents it): eight bytes of header
 * length, a JSON header with dtype, shape and place of each tensor, then the tensors,
 * little-endian. Reading one can never run code. Only 64-bit floats ({@code F64}) and, for row ids,
 * 32-bit whole numbers ({@code I32}) are written and read.
 */
public final class Safetensors {
  private static final int MAX_HEADER_BYTES = 1 << 20;
  private static final int ALIGNMENT = 8;
  private static final int NUMBERS_AT_A_TIME = 1 << 12;

  private Safetensors() {}

  /** What the numbers of a tensor are. */
  public enum NumberType {
    F64(Double.BYTES),
    I32(Integer.BYTES);

    private final int bytes;

    NumberType(int bytes) {
      this.bytes = bytes;
    }
  }

  /** A tensor in a file: its name and dimensions, which may pass what one array holds. */
  public record Entry(String name, List<Long> shape, NumberType type) {
    /** A tensor of doubles. */
    public Entry(String name, List<Long> shape) {
      this(name, shape, NumberType.F64);
    }

    /** A vector of whole numbers. */
    public static Entry ofInts(String name, int size) {
      return new Entry(name, List.of((long) size), NumberType.I32);
    }

    /** The number of values. */
    public long size() {
      long size = 1;
      for (long dimension : shape) {
        size = Math.multiplyExact(size, dimension);
      }
      return size;
    }

    private long bytes() {
      return Math.multiplyExact(size(), type.bytes);
    }

    /** The entry of a tensor that one array holds. */
    public static Entry of(TensorShape tensor) {
      return new Entry(
          tensor.name(), tensor.dimensions().stream().map(Integer::longValue).toList());
    }
  }

  /** Writes tensors one after the other. */
  public static final class Writer {
    private final OutputStream out;
    private final LittleEndianDoubles run = new LittleEndianDoubles();

    /**
     * Writes the header.
     *
     * @param entries the tensors that {@link #write} is going to be called with, in that order
     */
    public Writer(OutputStream out, List<Entry> entries) throws IOException {
      this.out = out;
      JsonObject header = new JsonObject();
      long at = 0;
      for (Entry entry : entries) {
        JsonObject tensor = new JsonObject();
        tensor.addProperty("dtype", entry.type().name());
        JsonArray shape = new JsonArray();
        entry.shape().forEach(shape::add);
        tensor.add("shape", shape);
        JsonArray offsets = new JsonArray();
        offsets.add(at);
        at = Math.addExact(at, entry.bytes());
        offsets.add(at);
        tensor.add("data_offsets", offsets);
        header.add(entry.name(), tensor);
      }
      String json = header.toString();
      byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
      // Blanks behind the JSON keep the tensors aligned, as the format recommends.
      int padded = (bytes.length + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
      bytes = (json + " ".repeat(padded - bytes.length)).getBytes(StandardCharsets.UTF_8);
      DataOutputStream stream = new DataOutputStream(out);
      stream.writeLong(Long.reverseBytes(bytes.length));
      stream.write(bytes);
    }

    /** Writes whole numbers of the tensor at hand. */
    public void write(int[] values) throws IOException {
      byte[] bytes = new byte[NUMBERS_AT_A_TIME * Integer.BYTES];
      IntBuffer ints = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asIntBuffer();
      for (int from = 0; from < values.length; from += NUMBERS_AT_A_TIME) {
        int count = Math.min(NUMBERS_AT_A_TIME, values.length - from);
        ints.put(0, values, from, count);
        out.write(bytes, 0, count * Integer.BYTES);
      }
    }

    /** Writes values of the tensor at hand; a tensor may come in several pieces. */
    public void write(double[] values) throws IOException {
      for (int from = 0; from < values.length; from += LittleEndianDoubles.CAPACITY) {
        int count = Math.min(LittleEndianDoubles.CAPACITY, values.length - from);
        run.put(values, from, count);
        out.write(run.bytes(), 0, count * Double.BYTES);
      }
    }
  }

  /** Reads tensors one after the other, in the order of {@link #entries}. */
  public static final class Reader {
    private final DataInputStream in;
    private final List<Entry> entries;
    private final long headerBytes;
    private final LittleEndianDoubles run = new LittleEndianDoubles();

    /**
     * Reads the header.
     *
     * @throws InvalidModelException where it is not that of a safetensors file of 64-bit floats
     */
    public Reader(InputStream stream) throws IOException {
      in = new DataInputStream(stream);
      byte[] bytes = readHeader();
      headerBytes = Long.BYTES + (long) bytes.length;
      try {
        String header = new String(bytes, StandardCharsets.UTF_8);
        StrictJson.require(header);
        entries = entries(JsonParser.parseString(header));
      } catch (JsonParseException
          | IllegalStateException
          | UnsupportedOperationException
          | ArithmeticException
          | NumberFormatException e) {
        throw new InvalidModelException("the safetensors header is malformed: " + e.getMessage());
      }
    }

    private byte[] readHeader() throws IOException {
      try {
        long length = Long.reverseBytes(in.readLong());
        if (length < 2 || length > MAX_HEADER_BYTES) {
          throw new InvalidModelException(
              "not a safetensors file: header of %d bytes, the limit is %d"
                  .formatted(length, MAX_HEADER_BYTES));
        }
        // Grows with what is there: a length is soon claimed.
        byte[] bytes = in.readNBytes((int) length);
        if (bytes.length < length) {
          throw new EOFException();
        }
        return bytes;
      } catch (EOFException e) {
        throw new InvalidModelException("not a safetensors file: it ends within its header");
      }
    }

    private static List<Entry> entries(JsonElement header) {
      record Placed(Entry entry, long start, long end) {}
      List<Placed> placed = new ArrayList<>();
      for (var member : header.getAsJsonObject().entrySet()) {
        if (member.getKey().equals("__metadata__")) {
          continue;
        }
        JsonObject tensor = member.getValue().getAsJsonObject();
        String dtype = required(tensor, "dtype").getAsString();
        NumberType type = type(member.getKey(), dtype);
        List<Long> shape = new ArrayList<>();
        required(tensor, "shape").getAsJsonArray().forEach(size -> shape.add(whole(size)));
        JsonArray offsets = required(tensor, "data_offsets").getAsJsonArray();
        if (offsets.size() != 2 || shape.stream().anyMatch(size -> size < 0)) {
          throw new InvalidModelException("tensor " + member.getKey() + " is malformed");
        }
        placed.add(
            new Placed(
                new Entry(member.getKey(), List.copyOf(shape), type),
                whole(offsets.get(0)),
                whole(offsets.get(1))));
      }
      placed.sort(Comparator.comparingLong(Placed::start).thenComparingLong(Placed::end));
      long at = 0;
      for (Placed tensor : placed) {
        long bytes = tensor.entry().bytes();
        if (tensor.start() != at || tensor.end() != Math.addExact(at, bytes)) {
          throw new InvalidModelException(
              "tensor %s lies at bytes %d to %d, expected %d to %d"
                  .formatted(tensor.entry().name(), tensor.start(), tensor.end(), at, at + bytes));
        }
        at = tensor.end();
      }
      return placed.stream().map(Placed::entry).toList();
    }

    private static NumberType type(String tensor, String name) {
      for (NumberType type : NumberType.values()) {
        if (type.name().equals(name)) {
          return type;
        }
      }
      throw new InvalidModelException(
          "tensor %s has the type %s; only F64 and I32 are read".formatted(tensor, name));
    }

    /** A number that must be whole; {@code getAsLong} would cut it to one. */
    private static long whole(JsonElement number) {
      return number.getAsBigDecimal().longValueExact();
    }

    private static JsonElement required(JsonObject tensor, String key) {
      JsonElement element = tensor.get(key);
      if (element == null) {
        throw new InvalidModelException("the safetensors header lacks " + key);
      }
      return element;
    }

    /** Bytes of all tensors together. */
    public long dataBytes() {
      return entries.stream().mapToLong(Entry::bytes).sum();
    }

    /** Bytes in front of the tensors. */
    public long headerBytes() {
      return headerBytes;
    }

    /** The tensors, in the order of their data. */
    public List<Entry> entries() {
      return entries;
    }

    /** Reads the next values of the tensor at hand; a tensor may be read in several pieces. */
    public void read(double[] values) throws IOException {
      for (int from = 0; from < values.length; from += LittleEndianDoubles.CAPACITY) {
        int count = Math.min(LittleEndianDoubles.CAPACITY, values.length - from);
        in.readFully(run.bytes(), 0, count * Double.BYTES);
        run.get(values, from, count);
      }
    }

    /** Reads whole numbers of the tensor at hand. */
    public void read(int[] values) throws IOException {
      byte[] bytes = new byte[NUMBERS_AT_A_TIME * Integer.BYTES];
      IntBuffer ints = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asIntBuffer();
      for (int from = 0; from < values.length; from += NUMBERS_AT_A_TIME) {
        int count = Math.min(NUMBERS_AT_A_TIME, values.length - from);
        in.readFully(bytes, 0, count * Integer.BYTES);
        ints.get(0, values, from, count);
      }
    }

    /** Passes over a tensor that has not been begun. */
    public void skip(Entry entry) throws IOException {
      long left = entry.bytes();
      while (left > 0) {
        int count = (int) Math.min(run.bytes().length, left);
        in.readFully(run.bytes(), 0, count);
        left -= count;
      }
    }
  }
}
