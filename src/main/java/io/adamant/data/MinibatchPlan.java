package io.adamant.data;

import java.io.Serializable;

/**
 * Which rows each step computes, as a pure function of seed and step.
 *
 * <p>Every lane's rows, in their order, are dealt out evenly to {@code stepsPerEpoch} cells, like
 * cards: equal rows, which stand side by side, end in different cells. A step takes one cell from
 * each lane; each epoch goes through a lane's cells in an order of its own, a seeded permutation.
 * So every row is used exactly once an epoch, and no batch of an epoch is a small rest.
 *
 * @param seed any number
 * @param lanes number of lanes, at least 1
 * @param stepsPerEpoch cells a lane, at least 1
 */
public record MinibatchPlan(long seed, int lanes, int stepsPerEpoch) implements Serializable {
  public MinibatchPlan {
    if (lanes < 1 || stepsPerEpoch < 1) {
      throw new IllegalArgumentException(
          "a plan needs lanes >= 1 and steps >= 1, got %d and %d".formatted(lanes, stepsPerEpoch));
    }
  }

  /** The plan for {@code rows} rows in batches of at most about {@code batchSize}. */
  public static MinibatchPlan of(long seed, int lanes, long rows, long batchSize) {
    long steps = Math.max(1, (rows + batchSize - 1) / batchSize);
    if (steps > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(
          "%d rows in batches of %d are %d steps an epoch; the limit is %d: raise batch.size"
              .formatted(rows, batchSize, steps, Integer.MAX_VALUE));
    }
    return new MinibatchPlan(seed, lanes, (int) steps);
  }

  /** The epoch, from 0, that step {@code step}, from 0, belongs to. */
  public long epoch(long step) {
    return step / stepsPerEpoch;
  }

  /** The cell of a lane that step {@code step}, from 0, computes. */
  public int cell(int lane, long step) {
    long laneSeed = ContentHash.of(epoch(step) * lanes + lane, seed);
    return SeededPermutation.at((int) (step % stepsPerEpoch), stepsPerEpoch, laneSeed);
  }

  /**
   * The seed of what a step draws at random for a block, such as the units that dropout leaves out:
   * whoever computes the block draws the same.
   *
   * @param block of the cell, from 0
   */
  public long noiseSeed(int lane, long step, int block) {
    // Not the seeds of the permutations, which are of lane and epoch.
    return ContentHash.of(block, ContentHash.of(lane, ContentHash.of(step, ~seed)));
  }

  /** Number of rows in a cell of a lane of {@code laneRows} rows. */
  public int cellRows(int cell, int laneRows) {
    return Math.max(0, (int) (((long) laneRows - cell + stepsPerEpoch - 1) / stepsPerEpoch));
  }

  /** The row of the lane that stands at {@code place} in a cell. */
  public int row(int cell, int place) {
    return Math.addExact(cell, Math.multiplyExact(place, stepsPerEpoch));
  }
}
