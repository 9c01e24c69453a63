package io.adamant.engine;

import io.adamant.data.ExampleBlock;
import java.io.Serializable;

/** The example blocks of an aligned range of lanes: what one Spark partition holds in its cache. */
public final class Shard implements Serializable {
  private final int firstLane;

  /** Blocks by lane (from the first), cell and place in the cell. */
  private final ExampleBlock[][][] cells;

  private final ExampleBlock[] heldBack;

  Shard(int firstLane, ExampleBlock[][][] cells, ExampleBlock[] heldBack) {
    this.firstLane = firstLane;
    this.cells = cells;
    this.heldBack = heldBack;
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

  /** Blocks of rows kept for validation. */
  public ExampleBlock[] heldBack() {
    return heldBack;
  }
}
