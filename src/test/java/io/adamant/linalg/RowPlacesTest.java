package io.adamant.linalg;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class RowPlacesTest {
  @Property(tries = 200)
  void placesAreGivenInTheOrderOfFirstTouchAsAMapWould(
      @ForAll long seed,
      @ForAll @IntRange(min = 1, max = 20) int steps,
      @ForAll @IntRange(min = 1, max = 3_000) int rowsOfStep,
      @ForAll @IntRange(min = 4, max = 31) int bits) {
    SplittableRandom random = new SplittableRandom(seed);
    RowPlaces places = RowPlaces.onFirstTouch(1L << bits);
    Map<Integer, Integer> expected = new HashMap<>();
    for (int step = 0; step < steps; step++) {
      int[] ids =
          IntStream.generate(() -> random.nextInt() >>> (32 - bits))
              .limit(rowsOfStep)
              .sorted()
              .distinct()
              .toArray();
      for (int id : ids) {
        expected.putIfAbsent(id, expected.size() + 1);
      }
      int[] given = places.touch(ids);
      assertArrayEquals(IntStream.of(ids).map(expected::get).toArray(), given);
      assertSame(given, places.placesOf(ids));
      assertArrayEquals(given, places.placesOf(ids.clone()));
    }
    assertEquals(expected.size() + 1, places.count());
    expected.forEach((id, place) -> assertEquals(id, places.idAt(place)));
    int[] inOrder = IntStream.of(places.inOrderOfIds()).map(places::idAt).toArray();
    assertArrayEquals(
        expected.keySet().stream().mapToInt(Integer::intValue).sorted().toArray(), inOrder);
    int[] others = {0, 1, 2, 3};
    assertArrayEquals(
        IntStream.of(others).map(id -> expected.getOrDefault(id, RowPlaces.UNTOUCHED)).toArray(),
        places.placesOf(others));
  }

  @Test
  void whereAllRowsStandAtTheirNumbersThereIsNothingToLookUp() {
    RowPlaces places = RowPlaces.all(9);
    int[] ids = {1, 8};
    assertSame(ids, places.placesOf(ids));
    assertSame(ids, places.touch(ids));
    assertEquals(9, places.count());
    assertEquals(8, places.idAt(8));
  }
}
