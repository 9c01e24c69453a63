package io.adamant.linalg;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.DoubleBuffer;

/** A piece of memory seen both as bytes, little-endian, and as doubles: moves doubles in bulk. */
public final class LittleEndianDoubles {
  /** Doubles that it holds: 32 KiB. */
  public static final int CAPACITY = 1 << 12;

  private final byte[] bytes = new byte[CAPACITY * Double.BYTES];
  private final DoubleBuffer doubles =
      ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asDoubleBuffer();

  /** The bytes; what is written to them is what {@link #get} reads. */
  public byte[] bytes() {
    return bytes;
  }

  /** Puts {@code count} values, at most {@link #CAPACITY}, from the start on. */
  public void put(double[] values, int from, int count) {
    doubles.put(0, values, from, count);
  }

  /** Gets {@code count} values, at most {@link #CAPACITY}, from the start on. */
  public void get(double[] values, int from, int count) {
    doubles.get(0, values, from, count);
  }
}
