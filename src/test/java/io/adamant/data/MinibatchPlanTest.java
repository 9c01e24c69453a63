package io.adamant.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MinibatchPlanTest {
  /**
   * Goes through epochs as shards do: each shard owns an aligned range of lanes, takes the rows
   * that hash there, and computes one cell of each of its lanes a step, block after block.
   */
  @Property(tries = 150)
  void everyRowIsUsedExactlyOnceAnEpoch(
      @ForAll long seed,
      @ForAll @IntRange(min = 0, max = 3_000) int rows,
      @ForAll @IntRange(min = 0, max = 10) int laneBits,
      @ForAll @IntRange(min = 0, max = 10) int shardBits,
      @ForAll @LongRange(min = 1, max = 5_000) long batchSize,
      @ForAll @IntRange(min = 1, max = 5) int blocksPerCell,
      @ForAll @IntRange(min = 0, max = 1_000_000) int epoch)
      throws RowFormatException {
    int lanes = 1 << laneBits;
    int shards = 1 << Math.min(laneBits, shardBits);
    BatchShape shape = new BatchShape(lanes, blocksPerCell);
    Placement placement = new Placement(seed, lanes, 0);
    MinibatchPlan plan = MinibatchPlan.of(seed, lanes, rows, batchSize);
    List<List<Integer>> rowsOfLane = rowsOfLane(rows, shards, placement);

    int[] uses = new int[rows];
    long firstStep = (long) epoch * plan.stepsPerEpoch();
    for (long step = firstStep; step < firstStep + plan.stepsPerEpoch(); step++) {
      assertEquals(epoch, plan.epoch(step));
      for (int lane = 0; lane < lanes; lane++) {
        List<Integer> laneRows = rowsOfLane.get(lane);
        int cell = plan.cell(lane, step);
        int cellRows = plan.cellRows(cell, laneRows.size());
        for (int block = 0; block < shape.blocksPerCell(); block++) {
          int from = blockStart(block, shape, cellRows);
          int to = blockStart(block + 1, shape, cellRows);
          for (int place = from; place < to; place++) {
            int row = plan.row(cell, place);
            assertEquals(cell, row % plan.stepsPerEpoch());
            uses[laneRows.get(row)]++;
          }
        }
      }
    }
    assertTrue(Arrays.stream(uses).allMatch(count -> count == 1), () -> Arrays.toString(uses));
  }

  /** Rows by lane; the check that a lane lies in its shard's range is part of it. */
  private static List<List<Integer>> rowsOfLane(int rows, int shards, Placement placement)
      throws RowFormatException {
    List<List<Integer>> rowsOfLane = new ArrayList<>();
    for (int lane = 0; lane < placement.lanes(); lane++) {
      rowsOfLane.add(new ArrayList<>());
    }
    int lanesPerShard = placement.lanes() / shards;
    for (int row = 0; row < rows; row++) {
      long hash = placement.hash(Rows.packed(List.of(Rows.ones(row % 2, row))));
      int shard = placement.shard(hash, shards);
      int lane = placement.lane(hash);
      assertTrue(lane >= shard * lanesPerShard && lane < (shard + 1) * lanesPerShard);
      rowsOfLane.get(lane).add(row);
    }
    return rowsOfLane;
  }

  private static int blockStart(int block, BatchShape shape, int cellRows) {
    return (int) ((long) block * cellRows / shape.blocksPerCell());
  }

  @Property
  void cellsOfALaneDifferByOneRowAtMost(
      @ForAll @IntRange(min = 0, max = 10_000) int laneRows,
      @ForAll @IntRange(min = 1, max = 2_000) int steps) {
    MinibatchPlan plan = new MinibatchPlan(1, 1, steps);
    long sum = 0;
    for (int cell = 0; cell < steps; cell++) {
      int size = plan.cellRows(cell, laneRows);
      assertTrue(size == laneRows / steps || size == laneRows / steps + 1);
      sum += size;
    }
    assertEquals(laneRows, sum);
  }

  @Property
  void equalRowsSpreadOverAsManyCellsAsThereAre(
      @ForAll @IntRange(min = 0, max = 5_000) int firstCopy,
      @ForAll @IntRange(min = 1, max = 200) int copies,
      @ForAll @IntRange(min = 1, max = 200) int steps) {
    MinibatchPlan plan = new MinibatchPlan(1, 1, steps);
    int[] copiesInCell = new int[steps];
    for (int cell = 0; cell < steps; cell++) {
      for (int place = 0; place < plan.cellRows(cell, firstCopy + copies); place++) {
        copiesInCell[cell] += plan.row(cell, place) >= firstCopy ? 1 : 0;
      }
    }
    int most = Arrays.stream(copiesInCell).max().orElseThrow();
    assertEquals((copies + steps - 1) / steps, most);
  }

  @Property
  void theCellOfAStepDependsOnSeedLaneAndStepAlone(
      @ForAll long seed,
      @ForAll @IntRange(min = 1, max = 1024) int lanes,
      @ForAll @IntRange(min = 1, max = 10_000) int steps) {
    MinibatchPlan asked = new MinibatchPlan(seed, lanes, steps);
    SplittableRandom random = new SplittableRandom(seed);
    for (int i = 0; i < 20; i++) {
      int lane = random.nextInt(lanes);
      long step = random.nextLong(1L << 40);
      int cell = asked.cell(lane, step);
      // Asked of another object, after other questions, the answer is the same.
      MinibatchPlan fresh = new MinibatchPlan(seed, lanes, steps);
      fresh.cell(0, random.nextLong(1L << 40));
      assertEquals(cell, fresh.cell(lane, step));
    }
  }

  @Test
  void lanesEpochsAndSeedsHaveOrdersOfTheirOwn() {
    MinibatchPlan plan = new MinibatchPlan(1, 4, 100);
    List<Integer> order = order(plan, 0, 0);
    assertNotEquals(order, order(plan, 1, 0));
    assertNotEquals(order, order(plan, 0, 1));
    assertNotEquals(order, order(new MinibatchPlan(2, 4, 100), 0, 0));
  }

  private static List<Integer> order(MinibatchPlan plan, int lane, long epoch) {
    List<Integer> cells = new ArrayList<>();
    for (int i = 0; i < plan.stepsPerEpoch(); i++) {
      cells.add(plan.cell(lane, epoch * plan.stepsPerEpoch() + i));
    }
    return cells;
  }

  @ParameterizedTest
  @CsvSource({
    "0, 100, 1",
    "1, 100, 1",
    "100, 100, 1",
    "101, 100, 2",
    "32561, 4096, 8",
    "5, 9223372036854775807, 1",
    "2147483647, 1, 2147483647"
  })
  void anEpochHasJustAsManyStepsAsItNeeds(long rows, long batchSize, int steps) {
    assertEquals(steps, MinibatchPlan.of(0, 4, rows, batchSize).stepsPerEpoch());
  }

  @Test
  void moreStepsThanAnIntHoldsAreRefused() {
    IllegalArgumentException refused =
        assertThrows(
            IllegalArgumentException.class, () -> MinibatchPlan.of(0, 4, 2_147_483_648L, 1));
    assertEquals(
        "2147483648 rows in batches of 1 are 2147483648 steps an epoch;"
            + " the limit is 2147483647: raise batch.size",
        refused.getMessage());
  }

  @Test
  void everyBlockOfEveryStepHasNoiseOfItsOwn() {
    Set<Long> seeds = new HashSet<>();
    for (long seed : new long[] {0, 1, -1}) {
      MinibatchPlan plan = new MinibatchPlan(seed, 8, 5);
      for (int i = 0; i < 8 * 40 * 3; i++) {
        seeds.add(plan.noiseSeed(i % 8, i / 8 % 40, i / 320));
      }
      assertEquals(plan.noiseSeed(3, 7, 1), new MinibatchPlan(seed, 8, 5).noiseSeed(3, 7, 1));
    }
    assertEquals(3 * 8 * 40 * 3, seeds.size());
  }

  @ParameterizedTest
  @CsvSource({"0, 1", "1, 0", "-4, 1", "1, -1"})
  void aPlanWithoutLanesOrStepsIsRefused(int lanes, int steps) {
    assertThrows(IllegalArgumentException.class, () -> new MinibatchPlan(0, lanes, steps));
  }
}
