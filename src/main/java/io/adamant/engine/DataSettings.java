package io.adamant.engine;

import io.adamant.data.BatchShape;

/**
 * How rows become shards.
 *
 * @param batchSize rows a step at most on average; {@link #FULL_BATCH} for all
 * @param shape lanes, and blocks of a cell
 * @param shards Spark partitions, a power of two; more than there are lanes count as that many
 * @param heldBackFraction part of the rows kept for validation, in [0, 1)
 */
public record DataSettings(
    long seed, long batchSize, BatchShape shape, int shards, double heldBackFraction) {
  /** A batch of all rows. */
  public static final long FULL_BATCH = Long.MAX_VALUE / 2;

  public DataSettings {
    if (batchSize < 1) {
      throw new IllegalArgumentException("batch.size must be >= 1, got " + batchSize);
    }
    if (shards < 1 || Integer.bitCount(shards) != 1) {
      throw new IllegalArgumentException("shards must be a power of two, got " + shards);
    }
    if (!(heldBackFraction >= 0 && heldBackFraction < 1)) {
      throw new IllegalArgumentException(
          "validation.fraction must be in [0, 1), got " + heldBackFraction);
    }
    shards = Math.min(shards, shape.lanes());
  }
}
