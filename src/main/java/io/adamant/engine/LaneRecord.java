package io.adamant.engine;

import io.adamant.data.ContentHash;
import java.io.Serializable;

/** The rows of a lane, in short: how many, and a number that follows from their content. */
public final class LaneRecord implements Serializable {
  private final int rows;
  private final long content;

  /**
   * @param content the sum of the rows' hashes
   */
  public LaneRecord(int rows, long content) {
    this.rows = rows;
    this.content = content;
  }

  public int rows() {
    return rows;
  }

  public long content() {
    return content;
  }

  /**
   * What the rows between two places of a cell add to a {@link Tally}.
   *
   * @param to the place behind the last
   */
  long marks(int lane, long step, int cell, int from, int to) {
    long seed = ContentHash.of(step, ContentHash.of(lane, content) + cell);
    return ContentHash.of(to, seed) - ContentHash.of(from, seed);
  }
}
