package io.adamant.data;

import java.io.Serializable;

/**
 * Where a row belongs, from its content and a seed alone: its lane, its order within the lane, and
 * whether it is held back for validation. File splits, partitions and cluster size play no part.
 */
public final class Placement implements Serializable {
  /** The most lanes that there may be. */
  public static final int MAX_LANES = 1024;

  private static final long HELD_BACK_SEED = 0x5bd1e9955bd1e995L;

  private final long seed;
  private final int lanes;
  private final double heldBackFraction;

  /**
   * @param lanes a power of two from 1 to {@link #MAX_LANES}
   * @param heldBackFraction the part of the rows kept for validation, in [0, 1)
   */
  public Placement(long seed, int lanes, double heldBackFraction) {
    if (lanes < 1 || lanes > MAX_LANES || Integer.bitCount(lanes) != 1) {
      throw new IllegalArgumentException(
          "lanes must be a power of two from 1 to %d, got %d".formatted(MAX_LANES, lanes));
    }
    if (!(heldBackFraction >= 0 && heldBackFraction < 1)) {
      throw new IllegalArgumentException(
          "the fraction held back must be in [0, 1), got " + heldBackFraction);
    }
    this.seed = seed;
    this.lanes = lanes;
    this.heldBackFraction = heldBackFraction;
  }

  public int lanes() {
    return lanes;
  }

  /** The hash of the content of the only row in {@code packedRow}. */
  public long hash(PackedRows packedRow) {
    PackedRows.Cursor cursor = new PackedRows.Cursor(packedRow);
    cursor.next();
    return hash(cursor);
  }

  /** The hash of the content of the row that a cursor is at. */
  public long hash(PackedRows.Cursor cursor) {
    return ContentHash.of(cursor.bytes(), cursor.contentStart(), cursor.contentEnd(), seed);
  }

  /** The lane of a row: the highest bits of its hash. Rows of a lane are ordered by the rest. */
  public int lane(long hash) {
    return lanes == 1 ? 0 : (int) (hash >>> (Long.SIZE - Integer.numberOfTrailingZeros(lanes)));
  }

  /**
   * The shard of a row: each owns an aligned range of {@code lanes / shards} lanes.
   *
   * @param shards a power of two, at most {@link #lanes}
   */
  public int shard(long hash, int shards) {
    return lane(hash) / (lanes / shards);
  }

  /** Whether a row is held back; drawn independently of the lane. */
  public boolean isHeldBack(long hash) {
    return heldBackFraction > 0
        && ContentHash.toUnitInterval(ContentHash.of(hash, seed ^ HELD_BACK_SEED))
            < heldBackFraction;
  }
}
