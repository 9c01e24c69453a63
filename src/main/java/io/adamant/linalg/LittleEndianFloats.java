package io.adamant.linalg;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;

/**
 * A piece of memory seen both as bytes, little-endian, and as floats: moves doubles that floats
 * hold.
 */
public final class LittleEndianFloats {
  /** Floats that it holds: 16 KiB. */
  public static final int CAPACITY = 1 << 12;

  private final byte[] bytes = new byte[CAPACITY * Float.BYTES];
  private final FloatBuffer floats =
      ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer();

  private final float[] narrow = new float[CAPACITY];

  /** The bytes; what is written to them is what {@link #get} reads. */
  public byte[] bytes() {
    return bytes;
  }

  /** Puts {@code count} values, at most {@link #CAPACITY}, from the start on. */
  public void put(double[] values, int from, int count) {
    for (int i = 0; i < count; i++) {
      narrow[i] = (float) values[from + i];
    }
    floats.put(0, narrow, 0, count);
  }

  /** Gets {@code count} values, at most {@link #CAPACITY}, from the start on. */
  public void get(double[] values, int from, int count) {
    floats.get(0, narrow, 0, count);
    for (int i = 0; i < count; i++) {
      values[from + i] = narrow[i];
    }
  }
}
