package io.adamant.linalg;

/**
 * Strictly ascending ids as a bit each: what takes less than {@link DeltaVarints} where they are
 * dense.
 */
public final class IdBitmap {
  private IdBitmap() {}

  /** Whether the ids surely take no more bytes this way, since a varint takes at least one each. */
  public static boolean isSmaller(int[] ids) {
    return ids.length > 0 && size(ids) <= ids.length;
  }

  /** Bytes that the ids take. */
  public static int size(int[] ids) {
    return ids.length == 0 ? 0 : (ids[ids.length - 1] >>> 3) + 1;
  }

  /** The ids as {@link #size} bytes: id i is bit i mod 8 of byte i / 8. */
  public static byte[] encode(int[] ids) {
    byte[] bytes = new byte[size(ids)];
    for (int id : ids) {
      bytes[id >>> 3] |= (byte) (1 << (id & 7));
    }
    return bytes;
  }

  /** The {@code count} ids that the bytes hold. */
  public static int[] decode(byte[] bytes, int count) {
    int[] ids = new int[count];
    int n = 0;
    for (int at = 0; at < bytes.length; at++) {
      for (int bits = bytes[at] & 0xff; bits != 0; bits &= bits - 1) {
        ids[n++] = at << 3 | Integer.numberOfTrailingZeros(bits);
      }
    }
    return ids;
  }
}
