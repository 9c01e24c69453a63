package io.adamant.linalg;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IdRangeTest {
  @Property
  void holdsExactlyTheIdsThatItGivesBack(
      @ForAll @Size(max = 6) Set<@IntRange(min = 0, max = 7) Integer> set) {
    int[] ids = new TreeSet<>(set).stream().mapToInt(Integer::intValue).toArray();
    boolean isRange = IntStream.range(0, ids.length).allMatch(i -> ids[i] == i);
    assertEquals(isRange, IdRange.holds(ids));
    if (isRange) {
      assertArrayEquals(ids, IdRange.decode(ids.length));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 70_000})
  void allPlacesOfAWorkingSetAreOne(int count) {
    int[] ids = IntStream.range(0, count).toArray();
    assertTrue(IdRange.holds(ids));
    assertArrayEquals(ids, IdRange.decode(count));
    assertFalse(IdRange.holds(IntStream.range(1, count + 2).toArray()));
  }
}
