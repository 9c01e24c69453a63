package io.adamant.linalg;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.util.Arrays;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class IdIndexTest {
  @Property(tries = 500)
  void findsWhatBinarySearchFinds(
      @ForAll @IntRange(min = 0, max = 3_000) int size,
      @ForAll @IntRange(min = 1, max = 31) int bits,
      @ForAll long seed) {
    Random random = new Random(seed);
    int[] ids = ascending(random, size, bits);
    int[] wanted = ascending(random, size / 2, bits);
    int[] mixed =
        SortedIds.union(
            new int[][] {wanted, Arrays.copyOf(ids, size / 3 < ids.length ? size / 3 : 0)});
    assertArrayEquals(bySearching(ids, mixed), new IdIndex(ids).placesOf(mixed));
  }

  @Test
  void idsThatCrowdAtOneEndAreFound() {
    int[] ids = {0, 1, 2, 3, 4, 5, 6, 7, Integer.MAX_VALUE};
    int[] wanted = {0, 5, 7, 8, Integer.MAX_VALUE - 1, Integer.MAX_VALUE};
    assertArrayEquals(bySearching(ids, wanted), new IdIndex(ids).placesOf(wanted));
  }

  @Test
  void anEmptyArrayHoldsNothing() {
    assertArrayEquals(
        new int[] {IdIndex.ABSENT, IdIndex.ABSENT},
        new IdIndex(new int[0]).placesOf(new int[] {0, 9}));
  }

  private static int[] ascending(Random random, int size, int bits) {
    return random
        .ints(size, 0, (int) Math.min(Integer.MAX_VALUE, 1L << bits))
        .sorted()
        .distinct()
        .toArray();
  }

  private static int[] bySearching(int[] ids, int[] wanted) {
    return Arrays.stream(wanted)
        .map(id -> Arrays.binarySearch(ids, id))
        .map(place -> place < 0 ? IdIndex.ABSENT : place)
        .toArray();
  }
}
