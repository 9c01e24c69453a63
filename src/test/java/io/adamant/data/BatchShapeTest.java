package io.adamant.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BatchShapeTest {
  @ParameterizedTest
  @CsvSource({
    "1, 1, 1",
    "1023, 1, 1",
    "1024, 1, 1",
    "2047, 1, 1",
    "2048, 2, 1",
    "4095, 2, 1",
    "4096, 4, 1",
    "16384, 16, 1",
    "1048575, 512, 1",
    "1048576, 1024, 1",
    "1073741824, 1024, 1",
    "9223372036854775807, 1024, 1"
  })
  void theBatchSizeGivesTheLanes(long batchSize, int lanes, int blocksPerCell) {
    assertEquals(new BatchShape(lanes, blocksPerCell), BatchShape.of(batchSize));
  }

  @ParameterizedTest
  @CsvSource({
    "4096, 256, 16, 1",
    "4096, 512, 8, 1",
    "4096, 300, 8, 1",
    "4096, 1, 1024, 4",
    "4096, 5000, 1, 1",
    "1000000, 256, 1024, 3",
    "6144, 2048, 2, 1",
    "3, 1, 2, 1"
  })
  void askedForBlocksTheShapeComesNearTo(
      long batchSize, int blockRows, int lanes, int blocksPerCell) {
    assertEquals(new BatchShape(lanes, blocksPerCell), BatchShape.of(batchSize, blockRows));
  }

  @Property
  void lanesAreTheLargestPowerOfTwoThatLeavesBlocksWorthALane(
      @ForAll @LongRange(min = 1, max = 1L << 40) long batchSize) {
    int lanes = BatchShape.of(batchSize).lanes();
    assertEquals(1, Integer.bitCount(lanes));
    assertTrue(lanes <= 1024);
    assertTrue(lanes == 1 || batchSize / lanes >= 1024);
    assertTrue(lanes == 1024 || batchSize / (2L * lanes) < 1024);
  }

  @Property
  void blocksAreNeverSmallerThanAskedForUnlessTheBatchIs(
      @ForAll @LongRange(min = 1, max = 1L << 40) long batchSize,
      @ForAll @IntRange(min = 1000, max = 1 << 20) int blockRows) {
    BatchShape shape = BatchShape.of(batchSize, blockRows);
    long rowsInABlock = batchSize / shape.lanes() / shape.blocksPerCell();
    assertTrue(rowsInABlock >= Math.min(batchSize, blockRows));
    assertTrue(shape.lanes() == 1024 || shape.blocksPerCell() == 1);
  }

  @ParameterizedTest
  @CsvSource({"0, 1", "-1, 1", "3, 1", "2048, 1", "1, 0", "1, -1"})
  void aShapeOutsideTheLimitsIsRefused(int lanes, int blocksPerCell) {
    assertThrows(IllegalArgumentException.class, () -> new BatchShape(lanes, blocksPerCell));
  }

  @ParameterizedTest
  @CsvSource({"0, 1", "-5, 1", "1, 0", "1, -1"})
  void batchesAndBlocksWithoutRowsAreRefused(long batchSize, int blockRows) {
    assertThrows(IllegalArgumentException.class, () -> BatchShape.of(batchSize, blockRows));
  }
}
