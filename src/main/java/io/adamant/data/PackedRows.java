package io.adamant.data;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Rows as bytes, one behind the other: how they travel to their lanes, and the content that their
 * place is a hash of. Equal rows have equal bytes.
 *
 * <p>A row is its length in bytes (varint), then its content: label (8 bytes), flags (1 byte),
 * weight (8 bytes, unless 1), offset (8 bytes, unless 0), label in UTF-8 behind its length (varint;
 * where it is text), number of features (varint), ascending indices as differences (varints),
 * values (8 bytes each, unless all are 1).
 */
public final class PackedRows {
  private static final VarHandle DOUBLES =
      MethodHandles.byteArrayViewVarHandle(double[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final int HAS_WEIGHT = 1;
  private static final int HAS_VALUES = 2;
  private static final int HAS_TEXT = 4;
  private static final int HAS_OFFSET = 8;

  /** The bit of each byte that says that its varint goes on. */
  private static final long CONTINUES = 0x8080808080808080L;

  private static final byte[] NO_TEXT = {};

  private byte[] bytes = new byte[1 << 12];
  private int size;

  /** Bytes so far. */
  public int size() {
    return size;
  }

  public void clear() {
    size = 0;
  }

  public byte[] toByteArray() {
    return Arrays.copyOf(bytes, size);
  }

  /** Appends a finished row. */
  public void add(ExampleRow row) {
    boolean weighted = row.weight() != 1.0;
    boolean valued = !row.isAllOnes();
    boolean shifted = row.offset() != 0.0;
    byte[] text = utf8(row.labelText());
    // Numbers of at most five bytes are written as eight.
    int most = 48 + text.length + row.size() * (valued ? 13 : 5);
    if (bytes.length - size < most) {
      bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, Math.addExact(size, most)));
    }
    // The length is known only afterwards: leave five bytes for it, then close the gap.
    int start = size + 5;
    int at = putDouble(start, row.label() + 0.0);
    bytes[at++] =
        (byte)
            ((weighted ? HAS_WEIGHT : 0)
                | (valued ? HAS_VALUES : 0)
                | (text.length > 0 ? HAS_TEXT : 0)
                | (shifted ? HAS_OFFSET : 0));
    if (weighted) {
      at = putDouble(at, row.weight() + 0.0);
    }
    if (shifted) {
      at = putDouble(at, row.offset());
    }
    if (text.length > 0) {
      at = putVarint(at, text.length);
      System.arraycopy(text, 0, bytes, at, text.length);
      at += text.length;
    }
    at = putVarint(at, row.size());
    at = putDifferences(at, row);
    if (valued) {
      for (int i = 0; i < row.size(); i++) {
        at = putDouble(at, row.value(i));
      }
    }
    int length = at - start;
    int content = putVarint(size, length);
    System.arraycopy(bytes, start, bytes, content, length);
    size = content + length;
  }

  private static byte[] utf8(@Nullable String text) {
    return text == null ? NO_TEXT : text.getBytes(StandardCharsets.UTF_8);
  }

  /** Appends all rows of another. */
  public void addAll(PackedRows other) {
    int needed = Math.addExact(size, other.size);
    if (needed > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, needed));
    }
    System.arraycopy(other.bytes, 0, bytes, size, other.size);
    size = needed;
  }

  private int putDouble(int at, double value) {
    DOUBLES.set(bytes, at, value);
    return at + 8;
  }

  /** Varints without a branch on their lengths, as {@link Cursor} reads them. */
  private int putDifferences(int start, ExampleRow row) {
    byte[] bytes = this.bytes;
    int at = start;
    int previous = 0;
    for (int i = 0; i < row.size(); i++) {
      int index = row.index(i);
      long value = (long) index - previous;
      previous = index;
      long spread =
          (value & 0x7f)
              | (value & (0x7f << 7)) << 1
              | (value & (0x7f << 14)) << 2
              | (value & (0x7f << 21)) << 3
              | (value & (0x7fL << 28)) << 4;
      int bits = Long.SIZE - Long.numberOfLeadingZeros(value | 1);
      // bits / 7, rounded up, for up to 32 bits.
      int length = (9 * bits + 64) >>> 6;
      LONGS.set(bytes, at, spread | (CONTINUES & ((1L << (8 * (length - 1))) - 1)));
      at += length;
    }
    return at;
  }

  private int putVarint(int at, int value) {
    int rest = value;
    int position = at;
    while ((rest & ~0x7f) != 0) {
      bytes[position++] = (byte) (rest | 0x80);
      rest >>>= 7;
    }
    bytes[position++] = (byte) rest;
    return position;
  }

  /** Goes through packed rows. */
  public static final class Cursor {
    private final byte[] bytes;
    private final int size;
    private int position;
    private int rowStart;
    private int contentStart;
    private int contentEnd;

    public Cursor(PackedRows rows) {
      this(rows.bytes, rows.size);
    }

    public Cursor(byte[] bytes) {
      this(bytes, bytes.length);
    }

    private Cursor(byte[] bytes, int size) {
      this.bytes = bytes;
      this.size = size;
    }

    /** Moves to the next row; false behind the last. */
    public boolean next() {
      position = contentEnd;
      if (position >= size) {
        return false;
      }
      rowStart = position;
      int length = varint();
      contentStart = position;
      contentEnd = position + length;
      return true;
    }

    /** Moves to the row that starts at a byte, as {@link #rowStart} told it. */
    public void seek(int start) {
      contentEnd = start;
      next();
    }

    /** What the positions are in; not to be written to. */
    public byte[] bytes() {
      return bytes;
    }

    /** Where the row starts, its length included. */
    public int rowStart() {
      return rowStart;
    }

    /** Where the row's content starts. */
    public int contentStart() {
      return contentStart;
    }

    /** Where the row's content ends. */
    public int contentEnd() {
      return contentEnd;
    }

    /** Reads the row. */
    public void read(ExampleRow row) throws RowFormatException {
      position = contentStart;
      double label = nextDouble();
      int flags = bytes[position++];
      double weight = (flags & HAS_WEIGHT) == 0 ? 1.0 : nextDouble();
      double offset = (flags & HAS_OFFSET) == 0 ? 0.0 : nextDouble();
      if ((flags & HAS_TEXT) == 0) {
        row.start(label, weight);
      } else {
        int length = varint();
        row.start(new String(bytes, position, length, StandardCharsets.UTF_8));
        row.setWeight(weight);
        position += length;
      }
      row.setOffset(offset);
      int count = varint();
      int[] indices = row.takeAscending(count, (flags & HAS_VALUES) == 0);
      readIndices(indices, count);
      if ((flags & HAS_VALUES) != 0) {
        double[] values = row.values();
        for (int i = 0; i < count; i++) {
          values[i] = nextDouble();
        }
      }
    }

    private void readIndices(int[] indices, int count) {
      byte[] bytes = this.bytes;
      int at = position;
      int index = 0;
      int i = 0;
      // The lengths of a row's varints are hard to foresee, so there is no branch on each byte. A
      // varint's five bytes are among the eight of a long; the lowest bit that is an eighth bit of
      // a byte and not set ends it.
      for (; i < count && at + Long.BYTES <= bytes.length; i++) {
        long word = (long) LONGS.get(bytes, at);
        long ends = ~word & CONTINUES;
        // The bits up to that one, which is 0 itself.
        long own = word & (ends ^ (ends - 1));
        index +=
            (int)
                ((own & 0x7f)
                    | ((own >>> 1) & (0x7f << 7))
                    | ((own >>> 2) & (0x7f << 14))
                    | ((own >>> 3) & (0x7f << 21))
                    | ((own >>> 4) & (0x7fL << 28)));
        at += (Long.numberOfTrailingZeros(ends) >>> 3) + 1;
        indices[i] = index;
      }
      position = at;
      for (; i < count; i++) {
        index += varint();
        indices[i] = index;
      }
    }

    private double nextDouble() {
      double value = (double) DOUBLES.get(bytes, position);
      position += 8;
      return value;
    }

    private int varint() {
      int value = 0;
      for (int shift = 0; ; shift += 7) {
        byte b = bytes[position++];
        value |= (b & 0x7f) << shift;
        if (b >= 0) {
          return value;
        }
      }
    }
  }
}
