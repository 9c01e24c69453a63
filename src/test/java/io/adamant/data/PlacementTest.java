package io.adamant.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlacementTest {
  @Property
  void theLaneIsTheHashScaledDownSoThatLanesAreRangesOfHashes(
      @ForAll long hash, @ForAll @IntRange(min = 0, max = 10) int laneBits) {
    int lane = new Placement(1, 1 << laneBits, 0).lane(hash);
    long lanesOf32Bits = (hash >>> 32) * (1L << laneBits);
    assertEquals(lanesOf32Bits >>> 32, lane);
  }

  @Property
  void halvingTheShardsJoinsNeighbours(
      @ForAll long hash,
      @ForAll @IntRange(min = 1, max = 10) int laneBits,
      @ForAll @IntRange(min = 1, max = 10) int shardBits) {
    Placement placement = new Placement(1, 1 << laneBits, 0);
    int shards = 1 << Math.min(laneBits, shardBits);
    assertEquals(placement.shard(hash, shards) / 2, placement.shard(hash, shards / 2));
    assertEquals(placement.lane(hash), placement.shard(hash, placement.lanes()));
    assertEquals(0, placement.shard(hash, 1));
  }

  @Property(tries = 50)
  void thePartHeldBackIsAboutTheFractionInEveryLane(
      @ForAll long seed, @ForAll @DoubleRange(min = 0.01, max = 0.99) double fraction) {
    Placement placement = new Placement(seed, 4, fraction);
    SplittableRandom random = new SplittableRandom(seed);
    int[] rows = new int[4];
    int[] heldBack = new int[4];
    for (int i = 0; i < 20_000; i++) {
      long hash = random.nextLong();
      int lane = placement.lane(hash);
      rows[lane]++;
      heldBack[lane] += placement.isHeldBack(hash) ? 1 : 0;
    }
    for (int lane = 0; lane < 4; lane++) {
      double deviation = Math.sqrt(fraction * (1 - fraction) / rows[lane]);
      assertEquals(fraction, (double) heldBack[lane] / rows[lane], 6 * deviation);
    }
  }

  @Test
  void withoutAFractionNoRowIsHeldBack() {
    Placement placement = new Placement(1, 4, 0);
    SplittableRandom random = new SplittableRandom(1);
    for (int i = 0; i < 10_000; i++) {
      assertFalse(placement.isHeldBack(random.nextLong()));
    }
  }

  @Test
  void rowsSpreadEvenlyOverLanes() throws RowFormatException {
    int lanes = 64;
    int rows = 64_000;
    Placement placement = new Placement(7, lanes, 0);
    int[] counts = new int[lanes];
    PackedRows packed = new PackedRows();
    for (int row = 0; row < rows; row++) {
      packed.clear();
      packed.add(Rows.ones(row % 2, row / 2, row / 2 + 1).toExample());
      counts[placement.lane(placement.hash(packed))]++;
    }
    double chiSquared = 0;
    for (int count : counts) {
      chiSquared += (count - 1000.0) * (count - 1000.0) / 1000.0;
    }
    // 63 degrees of freedom: 103.4 is passed by chance once in a thousand.
    assertTrue(chiSquared < 103.4, "chi squared is " + chiSquared);
  }

  @ParameterizedTest
  @CsvSource({"0, 0", "3, 0", "2048, 0", "-2, 0", "1, 1", "1, -0.1", "1, NaN"})
  void lanesAndFractionsOutsideTheLimitsAreRefused(int lanes, double fraction) {
    assertThrows(IllegalArgumentException.class, () -> new Placement(0, lanes, fraction));
  }
}
