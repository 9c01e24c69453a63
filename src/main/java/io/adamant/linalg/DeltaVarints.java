package io.adamant.linalg;

/**
 * Strictly ascending ids as bytes: differences, each in groups of seven bits, low ones first. On a
 * million features, a hundred thousand ids take little more than one byte each.
 */
public final class DeltaVarints {
  private DeltaVarints() {}

  /** Bytes that the ids take. */
  public static int size(int[] ids) {
    if (ids.length == 0) {
      return 0;
    }
    int bytes = ids.length + moreBytes(ids[0]);
    // Sums of comparisons instead of branches, and no number carried over: the loop is vectorized.
    for (int i = 1; i < ids.length; i++) {
      bytes += moreBytes(ids[i] - ids[i - 1]);
    }
    return bytes;
  }

  /** Bytes of a difference beyond the first. */
  private static int moreBytes(int delta) {
    return ((127 - delta) >>> 31)
        + ((16_383 - delta) >>> 31)
        + ((2_097_151 - delta) >>> 31)
        + ((268_435_455 - delta) >>> 31);
  }

  /** The ids as {@link #size} bytes. */
  public static byte[] encode(int[] ids) {
    byte[] bytes = new byte[size(ids)];
    int at = 0;
    int previous = 0;
    for (int id : ids) {
      int delta = id - previous;
      while (delta > 0x7f) {
        bytes[at++] = (byte) (delta | 0x80);
        delta >>>= 7;
      }
      bytes[at++] = (byte) delta;
      previous = id;
    }
    return bytes;
  }

  /** The {@code count} ids that the bytes hold. */
  public static int[] decode(byte[] bytes, int count) {
    int[] ids = new int[count];
    int at = 0;
    int previous = 0;
    for (int i = 0; i < count; i++) {
      int delta = 0;
      for (int shift = 0; ; shift += 7) {
        byte b = bytes[at++];
        delta |= (b & 0x7f) << shift;
        if (b >= 0) {
          break;
        }
      }
      previous += delta;
      ids[i] = previous;
    }
    return ids;
  }
}
