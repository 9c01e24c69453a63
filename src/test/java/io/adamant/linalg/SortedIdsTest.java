package io.adamant.linalg;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class SortedIdsTest {
  @Provide
  Arbitrary<Set<Integer>> ids() {
    return Arbitraries.oneOf(
        Arbitraries.integers().between(0, 40).set().ofMaxSize(41),
        Arbitraries.integers().between(0, Integer.MAX_VALUE).set().ofMaxSize(60));
  }

  private static int[] sorted(Set<Integer> ids) {
    return new TreeSet<>(ids).stream().mapToInt(Integer::intValue).toArray();
  }

  @Property
  void theUnionIsThatOfSets(@ForAll("ids") Set<Integer> a, @ForAll("ids") Set<Integer> b) {
    Set<Integer> both = new TreeSet<>(a);
    both.addAll(b);
    int[] left = sorted(a);
    int[] right = sorted(b);
    assertArrayEquals(sorted(both), SortedIds.union(left, right));
    assertArrayEquals(sorted(a), left, "the arguments are left alone");
    assertArrayEquals(sorted(b), right, "the arguments are left alone");
  }

  @Test
  void anArgumentThatHoldsTheOtherIsNotCopied() {
    int[] some = {1, 5};
    int[] more = {1, 3, 5};
    assertSame(more, SortedIds.union(some, more));
    assertSame(more, SortedIds.union(more, some));
    assertSame(more, SortedIds.union(more, new int[0]));
    assertSame(more, SortedIds.union(new int[0], more));
  }

  @Property
  void strictlyAscendingIsWhatASetInOrderIs(@ForAll int[] ids) {
    TreeSet<Integer> set = new TreeSet<>();
    boolean ascending = true;
    for (int id : ids) {
      ascending &= id >= 0 && (set.isEmpty() || set.last() < id);
      set.add(id);
    }
    assertTrue(SortedIds.areStrictlyAscending(ids) == ascending);
  }

  @Property
  void orderedSetsAreStrictlyAscending(@ForAll("ids") Set<Integer> ids) {
    assertTrue(SortedIds.areStrictlyAscending(sorted(ids)));
    if (!ids.isEmpty()) {
      int[] repeated = sorted(ids);
      int[] twice = Arrays.copyOf(repeated, repeated.length + 1);
      twice[repeated.length] = repeated[repeated.length - 1];
      assertFalse(SortedIds.areStrictlyAscending(twice));
    }
  }
}
