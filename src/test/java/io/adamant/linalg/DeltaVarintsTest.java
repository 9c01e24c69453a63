package io.adamant.linalg;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class DeltaVarintsTest {
  @Provide
  Arbitrary<Set<Integer>> ids() {
    return Arbitraries.oneOf(
        Arbitraries.integers().between(0, 1000).set().ofMaxSize(200),
        Arbitraries.integers().between(0, Integer.MAX_VALUE).set().ofMaxSize(100));
  }

  @Property
  void idsComeBackAndTakeTheBytesForetold(@ForAll("ids") Set<Integer> set) {
    int[] ids = new TreeSet<>(set).stream().mapToInt(Integer::intValue).toArray();
    byte[] bytes = DeltaVarints.encode(ids);
    assertArrayEquals(ids, DeltaVarints.decode(bytes, ids.length));
    assertEquals(bytes.length, DeltaVarints.size(ids));
  }

  static Stream<Arguments> encodings() {
    return Stream.of(
        encoding(new int[] {}),
        encoding(new int[] {0}, 0),
        encoding(new int[] {0, 1, 128}, 0, 1, 0x7f),
        encoding(new int[] {128}, 0x80, 1),
        encoding(new int[] {5, 305}, 5, 0xac, 2),
        encoding(new int[] {16_383, 32_767}, 0xff, 0x7f, 0x80, 0x80, 1),
        encoding(new int[] {Integer.MAX_VALUE}, 0xff, 0xff, 0xff, 0xff, 7));
  }

  private static Arguments encoding(int[] ids, int... bytes) {
    return Arguments.of(ids, bytes);
  }

  @ParameterizedTest
  @MethodSource("encodings")
  void differencesAreInGroupsOfSevenBitsLowOnesFirst(int[] ids, int[] expected) {
    byte[] bytes = new byte[expected.length];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) expected[i];
    }
    assertArrayEquals(bytes, DeltaVarints.encode(ids));
  }

  @Test
  void aHundredThousandIdsOfAMillionTakeLittleMoreThanAByteEach() {
    SplittableRandom random = new SplittableRandom(1);
    TreeSet<Integer> ids = new TreeSet<>();
    while (ids.size() < 100_000) {
      ids.add(random.nextInt(1_000_000));
    }
    int size = DeltaVarints.size(ids.stream().mapToInt(Integer::intValue).toArray());
    assertTrue(size < 100_100, size + " bytes");
  }
}
