package io.adamant.linalg;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class ParallelTest {
  private static List<List<Integer>> ranges(int size) {
    List<List<Integer>> ranges = Collections.synchronizedList(new ArrayList<>());
    Parallel.forRanges(size, 1, (from, to) -> ranges.add(List.of(from, to)));
    return ranges;
  }

  @Test
  void everyElementIsInOneRange() {
    int[] seen = new int[1000];
    for (List<Integer> range : ranges(seen.length)) {
      for (int i = range.get(0); i < range.get(1); i++) {
        seen[i]++;
      }
    }
    int[] once = new int[seen.length];
    Arrays.fill(once, 1);
    assertEquals(Arrays.toString(once), Arrays.toString(seen));
  }

  @Test
  void aloneAThreadDoesAllInOneRangeAndAfterwardsAsBefore() {
    int shared = ranges(1000).size();
    assertEquals(List.of(List.of(0, 1000)), Parallel.alone(() -> ranges(1000)));
    assertEquals(shared, ranges(1000).size());
    assertThrows(
        IllegalStateException.class,
        () ->
            Parallel.alone(
                () -> {
                  throw new IllegalStateException();
                }));
    assertEquals(shared, ranges(1000).size());
  }
}
