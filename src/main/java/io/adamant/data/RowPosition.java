package io.adamant.data;

import java.io.Serializable;

/** Where a row stands in its input: a file and a byte in it, or a table and a row number. */
public final class RowPosition implements Serializable {
  private final String source;
  private final long offset;

  public RowPosition(String source, long offset) {
    this.source = source;
    this.offset = offset;
  }

  /** The file or table. */
  public String source() {
    return source;
  }

  /**
   * The first byte of the line in a file (of the text, where it is compressed), or a row number.
   */
  public long offset() {
    return offset;
  }

  @Override
  public String toString() {
    return source + " at " + offset;
  }
}
