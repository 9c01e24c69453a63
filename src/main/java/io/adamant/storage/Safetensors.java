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
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The safetensors format (its version 0.x, as its project documents it): eight bytes of header
 * length, a JSON header with dtype, shape and place of each tensor, then the tensors,
 * little-endian. Reading one can never run code. Only 64-bit floats ({@code F64}) are written and
 * read.
 */
public final class Safetensors {
  private static final int MAX_HEADER_BYTES = 1 << 20;
  private static final int ALIGNMENT = 8;

  private Safetensors() {}

  /** A tensor in a file: its name and dimensions, which may pass what one array holds. */
  public record Entry(String name, List<Long> shape) {
    /** The number of values. */
    public long size() {
      long size = 1;
      for (long dimension : shape) {
        size = Math.multiplyExact(size, dimension);
      }
      return size;
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
        tensor.addProperty("dtype", "F64");
        JsonArray shape = new JsonArray();
        entry.shape().forEach(shape::add);
        tensor.add("shape", shape);
        JsonArray offsets = new JsonArray();
        offsets.add(at);
        at = Math.addExact(at, Math.multiplyExact(entry.size(), Double.BYTES));
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
    private final LittleEndianDoubles run = new LittleEndianDoubles();

    /**
     * Reads the header.
     *
     * @throws InvalidModelException where it is not that of a safetensors file of 64-bit floats
     */
    public Reader(InputStream stream) throws IOException {
      in = new DataInputStream(stream);
      byte[] bytes = readHeader();
      try {
        entries = entries(JsonParser.parseString(new String(bytes, StandardCharsets.UTF_8)));
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
        byte[] bytes = new byte[(int) length];
        in.readFully(bytes);
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
        if (!dtype.equals("F64")) {
          throw new InvalidModelException(
              "tensor %s has the type %s; only F64 is read".formatted(member.getKey(), dtype));
        }
        List<Long> shape = new ArrayList<>();
        required(tensor, "shape").getAsJsonArray().forEach(size -> shape.add(whole(size)));
        JsonArray offsets = required(tensor, "data_offsets").getAsJsonArray();
        if (offsets.size() != 2 || shape.stream().anyMatch(size -> size < 0)) {
          throw new InvalidModelException("tensor " + member.getKey() + " is malformed");
        }
        placed.add(
            new Placed(
                new Entry(member.getKey(), List.copyOf(shape)),
                whole(offsets.get(0)),
                whole(offsets.get(1))));
      }
      placed.sort(Comparator.comparingLong(Placed::start).thenComparingLong(Placed::end));
      long at = 0;
      for (Placed tensor : placed) {
        long bytes = Math.multiplyExact(tensor.entry().size(), Double.BYTES);
        if (tensor.start() != at || tensor.end() != Math.addExact(at, bytes)) {
          throw new InvalidModelException(
              "tensor %s lies at bytes %d to %d, expected %d to %d"
                  .formatted(tensor.entry().name(), tensor.start(), tensor.end(), at, at + bytes));
        }
        at = tensor.end();
      }
      return placed.stream().map(Placed::entry).toList();
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

    /** Passes over a tensor that has not been begun. */
    public void skip(Entry entry) throws IOException {
      long left = entry.size();
      while (left > 0) {
        int count = (int) Math.min(LittleEndianDoubles.CAPACITY, left);
        in.readFully(run.bytes(), 0, count * Double.BYTES);
        left -= count;
      }
    }
  }
}
