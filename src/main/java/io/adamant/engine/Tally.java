package io.adamant.engine;

import java.io.Serializable;

/**
 * What a partial gradient says it has counted: how many blocks, and a sum that only the right ones
 * have. A block that stands at rows a to b of its cell adds <i>mark(b) - mark(a)</i>, where marks
 * are hashes of step, cell, place and the content of the lane. Blocks that cover a cell once
 * without a gap add up to <i>mark(rows) - mark(0)</i>, however the cell was cut; anything else does
 * not, but for one case of 2<sup>64</sup>. Sums of whole numbers have no order, so they are the
 * same of any tree.
 */
public final class Tally implements Serializable {
  /** Of no block. */
  public static final Tally NONE = new Tally(0, 0);

  private final long blocks;
  private final long marks;

  public Tally(long blocks, long marks) {
    this.blocks = blocks;
    this.marks = marks;
  }

  Tally plus(Tally other) {
    return new Tally(blocks + other.blocks, marks + other.marks);
  }

  public long blocks() {
    return blocks;
  }

  public long marks() {
    return marks;
  }
}
