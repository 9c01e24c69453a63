package io.adamant.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class ContentHashTest {
  @Property
  void onlyTheBytesOfTheRangeCount(
      @ForAll byte[] bytes,
      @ForAll @IntRange(max = 20) int before,
      @ForAll @IntRange(max = 20) int after,
      @ForAll long seed) {
    byte[] surrounded = new byte[before + bytes.length + after];
    Arrays.fill(surrounded, (byte) 0x5a);
    System.arraycopy(bytes, 0, surrounded, before, bytes.length);
    assertEquals(
        ContentHash.of(bytes, 0, bytes.length, seed),
        ContentHash.of(surrounded, before, before + bytes.length, seed));
  }

  @Property
  void zerosAtTheEndCount(@ForAll byte[] bytes, @ForAll long seed) {
    byte[] longer = Arrays.copyOf(bytes, bytes.length + 1);
    assertNotEquals(
        ContentHash.of(bytes, 0, bytes.length, seed),
        ContentHash.of(longer, 0, longer.length, seed));
  }

  @Property(tries = 100)
  void everyBitOfContentAndSeedMovesAboutHalfOfTheHash(
      @ForAll @IntRange(min = 1, max = 40) int length, @ForAll long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    long hash = ContentHash.of(bytes, 0, length, seed);
    long moved = 0;
    for (int bit = 0; bit < 8 * length; bit++) {
      bytes[bit / 8] ^= (byte) (1 << (bit % 8));
      moved += Long.bitCount(hash ^ ContentHash.of(bytes, 0, length, seed));
      bytes[bit / 8] ^= (byte) (1 << (bit % 8));
    }
    int flips = 8 * length + 64;
    for (int bit = 0; bit < 64; bit++) {
      moved += Long.bitCount(hash ^ ContentHash.of(bytes, 0, length, seed ^ (1L << bit)));
    }
    // A flip moves 32 of 64 bits with a deviation of 4.
    assertEquals(32.0, (double) moved / flips, 6 * 4 / Math.sqrt(flips));
  }

  @Test
  void theUnitIntervalIsFilledEvenlyAndNeverReachesOne() {
    assertEquals(0.0, ContentHash.toUnitInterval(0));
    assertEquals(1 - 0x1.0p-53, ContentHash.toUnitInterval(-1));
    int[] tenths = new int[10];
    for (long number = 0; number < 100_000; number++) {
      tenths[(int) (10 * ContentHash.toUnitInterval(ContentHash.of(number, 7)))]++;
    }
    for (int count : tenths) {
      assertTrue(Math.abs(count - 10_000) < 5 * 95, Arrays.toString(tenths));
    }
  }
}
