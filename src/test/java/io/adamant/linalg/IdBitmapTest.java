package io.adamant.linalg;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Set;
import java.util.TreeSet;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class IdBitmapTest {
  @Provide
  Arbitrary<Set<Integer>> ids() {
    return Arbitraries.integers().between(0, 3_000).set().ofMaxSize(500);
  }

  @Property
  void idsComeBackAndTakeTheBytesForetold(@ForAll("ids") Set<Integer> set) {
    int[] ids = new TreeSet<>(set).stream().mapToInt(Integer::intValue).toArray();
    byte[] bytes = IdBitmap.encode(ids);
    assertEquals(bytes.length, IdBitmap.size(ids));
    assertArrayEquals(ids, IdBitmap.decode(bytes, ids.length));
  }

  @Property
  void isTakenOnlyWhereItIsNoLargerThanVarints(@ForAll("ids") Set<Integer> set) {
    int[] ids = new TreeSet<>(set).stream().mapToInt(Integer::intValue).toArray();
    if (IdBitmap.isSmaller(ids)) {
      assertTrue(IdBitmap.size(ids) <= DeltaVarints.size(ids));
    }
  }

  @Test
  void anIdIsTheBitOfItsPlace() {
    assertArrayEquals(new byte[] {(byte) 0b1000_0001, 0b10}, IdBitmap.encode(new int[] {0, 7, 9}));
    assertTrue(IdBitmap.isSmaller(new int[] {0, 7, 9}));
    assertFalse(IdBitmap.isSmaller(new int[] {Integer.MAX_VALUE}));
    assertFalse(IdBitmap.isSmaller(new int[0]));
  }
}
