package io.adamant.data;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Seeded 64-bit hashes: of bytes, for placing rows, and of numbers, for drawing them. */
public final class ContentHash {
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  // The primes of xxHash64.
  private static final long PRIME1 = 0x9E3779B185EBCA87L;
  private static final long PRIME2 = 0xC2B2AE3D27D4EB4FL;
  private static final long PRIME4 = 0x85EBCA77C2B2AE63L;

  private ContentHash() {}

  /**
   * The hash of {@code bytes[from]} to {@code bytes[to - 1]}: xxHash64's rounds for short input.
   */
  public static long of(byte[] bytes, int from, int to, long seed) {
    long hash = seed + PRIME1 + (to - from);
    int i = from;
    for (; i + 8 <= to; i += 8) {
      hash = round(hash, (long) LONGS.get(bytes, i));
    }
    long rest = 0;
    for (int shift = 0; i < to; i++, shift += 8) {
      rest |= (bytes[i] & 0xffL) << shift;
    }
    return mixed(round(hash, rest));
  }

  /** The hash of a number. */
  public static long of(long number, long seed) {
    return mixed(round(seed + PRIME1, number));
  }

  /** A hash as a number drawn evenly from [0, 1). */
  public static double toUnitInterval(long hash) {
    return (hash >>> 11) * 0x1.0p-53;
  }

  private static long round(long hash, long word) {
    long product = Long.rotateLeft(word * PRIME2, 31) * PRIME1;
    return Long.rotateLeft(hash ^ product, 27) * PRIME1 + PRIME4;
  }

  /** The finalizer of MurmurHash3: every bit of the input moves every bit of the result. */
  private static long mixed(long hash) {
    long h = hash;
    h = (h ^ (h >>> 33)) * 0xff51afd7ed558ccdL;
    h = (h ^ (h >>> 33)) * 0xc4ceb9fe1a85ec53L;
    return h ^ (h >>> 33);
  }
}
