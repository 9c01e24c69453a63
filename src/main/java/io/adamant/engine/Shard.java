package io.adamant.engine;

import io.adamant.data.ExampleBlock;
import java.io.Serializable;

/** The example blocks of an aligned range of lanes: what one Spark partition holds in its cache. */
public final class Shard implements Serializable {
  private final int firstLane;

  /** Blocks by lane (from the first), cell and place in the cell. */
  private final ExampleBlock[][][] cells;

  private final ExampleBlock[] heldBack;
  private final LaneRecord[] records;

  /**
   * @param contents of each lane, the sum of its rows' hashes
   */
  Shard(int firstLane, ExampleBlock[][][] cells, ExampleBlock[] heldBack, long[] contents) {
    this.firstLane = firstLane;
    this.cells = cells;
    this.heldBack = heldBack;
    records = new LaneRecord[cells.length];
    for (int lane = 0; lane < records.length; lane++) {
      int rows = 0;
      for (ExampleBlock[] cell : cells[lane]) {
        for (ExampleBlock block : cell) {
          rows += block.rows();
        }
      }
      records[lane] = new LaneRecord(rows, contents[lane]);
    }
  }

  /** The first of the shard's lanes. */
  public int firstLane() {
    return firstLane;
  }

  /** Number of lanes, a power of two. */
  public int lanes() {
    return cells.length;
  }

  /** The blocks of a cell, in order; empty where no row fell into it. */
  public ExampleBlock[] cell(int lane, int cell) {
    return cells[lane - firstLane][cell];
  }

  /** What the lanes hold, in short. */
  LaneRecord[] records() {
    return records;
  }

  /**
   * What a block adds to the tally of a step that counts it.
   *
   * @param place of the block in its cell
   */
  Tally tally(int lane, long step, int cell, int place) {
    ExampleBlock[] blocks = cell(lane, cell);
    int from = 0;
    for (int i = 0; i < place; i++) {
      from += blocks[i].rows();
    }
    int to = from + blocks[place].rows();
    return new Tally(1, records[lane - firstLane].marks(lane, step, cell, from, to));
  }

  /** Blocks of rows kept for validation. */
  public ExampleBlock[] heldBack() {
    return heldBack;
  }
}
