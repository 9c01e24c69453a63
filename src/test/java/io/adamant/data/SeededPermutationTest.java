package io.adamant.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.BitSet;
import java.util.HashSet;
import java.util.Set;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SeededPermutationTest {
  @Property(tries = 300)
  void everyElementStandsAtExactlyOnePlace(
      @ForAll @IntRange(min = 1, max = 20_000) int size, @ForAll long seed) {
    assertIsPermutation(size, seed);
  }

  @Test
  void everySmallSizeIsPermuted() {
    for (int size = 1; size <= 300; size++) {
      for (long seed : new long[] {0, 1, -1, Long.MIN_VALUE, 0x123456789abcdefL}) {
        assertIsPermutation(size, seed);
      }
    }
  }

  private static void assertIsPermutation(int size, long seed) {
    BitSet seen = new BitSet(size);
    for (int place = 0; place < size; place++) {
      int element = SeededPermutation.at(place, size, seed);
      assertTrue(element >= 0 && element < size, () -> element + " is outside");
      assertFalse(seen.get(element), () -> element + " occurs twice");
      seen.set(element);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1 << 30, (1 << 30) + 1, Integer.MAX_VALUE - 1, Integer.MAX_VALUE})
  void theLargestSizesArePermutedToo(int size) {
    Set<Integer> seen = new HashSet<>();
    for (int i = 0; i < 20_000; i++) {
      // From both ends, where an overflow would show.
      int place = (i & 1) == 0 ? i / 2 : size - 1 - i / 2;
      int element = SeededPermutation.at(place, size, 42);
      assertTrue(element >= 0 && element < size, () -> element + " is outside");
      assertTrue(seen.add(element), () -> element + " occurs twice");
    }
  }

  @Test
  void everyElementIsAboutAsLikelyAtEveryPlace() {
    int size = 7;
    int seeds = 7_000;
    for (int place = 0; place < size; place++) {
      int[] counts = new int[size];
      SplittableRandom random = new SplittableRandom(place);
      for (int i = 0; i < seeds; i++) {
        counts[SeededPermutation.at(place, size, random.nextLong())]++;
      }
      double expected = (double) seeds / size;
      double chiSquared = 0;
      for (int count : counts) {
        chiSquared += (count - expected) * (count - expected) / expected;
      }
      // Six degrees of freedom: 22.5 is passed by chance once in a thousand.
      assertTrue(chiSquared < 22.5, "chi squared is " + chiSquared);
    }
  }

  @ParameterizedTest
  @CsvSource({"-1, 5", "5, 5", "6, 5", "0, 0"})
  void aPlaceThatDoesNotExistIsRefused(int place, int size) {
    IllegalArgumentException refused =
        assertThrows(IllegalArgumentException.class, () -> SeededPermutation.at(place, size, 1));
    assertEquals("place must be in [0, %d), got %d".formatted(size, place), refused.getMessage());
  }
}
