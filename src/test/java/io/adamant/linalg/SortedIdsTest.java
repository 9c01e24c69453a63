package io.adamant.linalg;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class SortedIdsTest {
  /**
   * Lists of ids that crowd, so that bits are used, and that are far apart, so that they are
   * sorted.
   */
  @Provide
  Arbitrary<List<Set<Integer>>> lists() {
    Arbitrary<Set<Integer>> crowded = Arbitraries.integers().between(0, 900).set().ofMaxSize(200);
    Arbitrary<Set<Integer>> spread =
        Arbitraries.integers().between(0, Integer.MAX_VALUE).set().ofMaxSize(60);
    return Arbitraries.oneOf(
        crowded.list().ofMaxSize(9),
        spread.list().ofMaxSize(9),
        Arbitraries.oneOf(crowded, spread).list().ofMaxSize(5));
  }

  private static int[] sorted(Set<Integer> ids) {
    return new TreeSet<>(ids).stream().mapToInt(Integer::intValue).toArray();
  }

  @Property
  void idsAreSortedAsTheLibrarySortsThem(@ForAll("lists") List<Set<Integer>> sets) {
    // Sets side by side, so that ids occur more than once.
    int[] ids = sets.stream().flatMap(Set::stream).mapToInt(Integer::intValue).toArray();
    int[] expected = ids.clone();
    Arrays.sort(expected);
    SortedIds.sort(ids);
    assertArrayEquals(expected, ids);
  }

  @Property
  void theUnionIsThatOfSets(@ForAll("lists") List<Set<Integer>> sets) {
    Set<Integer> all = new TreeSet<>();
    sets.forEach(all::addAll);
    int[][] lists = sets.stream().map(SortedIdsTest::sorted).toArray(int[][]::new);
    assertArrayEquals(sorted(all), SortedIds.union(lists));
    for (int i = 0; i < lists.length; i++) {
      assertArrayEquals(sorted(sets.get(i)), lists[i], "the arguments are left alone");
    }
  }

  @Test
  void idsThatCrowdAtOneEndAreUnitedToo() {
    int[] odd = IntStream.range(0, 500).map(i -> 2 * i + 1).toArray();
    int[] third = IntStream.range(0, 500).map(i -> 3 * i).toArray();
    int[] last = {Integer.MAX_VALUE};
    int[] expected =
        IntStream.concat(
                IntStream.concat(IntStream.of(odd), IntStream.of(third)), IntStream.of(last))
            .sorted()
            .distinct()
            .toArray();
    assertArrayEquals(expected, SortedIds.union(new int[][] {odd, last, third}));
  }

  @Test
  void aListAmongEmptyOnesIsNotCopied() {
    int[] only = {1, 3, 5};
    assertSame(only, SortedIds.union(new int[][] {new int[0], only, new int[0]}));
  }
}
