package io.adamant.data.encoding;

/** A text as UTF-8 in a part of someone else's array, so that a cell is hashed where it lies. */
public final class TextBytes {
  private byte[] bytes = {};
  private int start;
  private int length;

  /** Points at a text. */
  public void set(byte[] bytes, int start, int length) {
    this.bytes = bytes;
    this.start = start;
    this.length = length;
  }

  byte[] bytes() {
    return bytes;
  }

  int start() {
    return start;
  }

  int length() {
    return length;
  }
}
