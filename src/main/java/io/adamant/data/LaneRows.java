package io.adamant.data;

import java.util.Arrays;
import java.util.List;

/**
 * The rows of one lane, first in any order, then in that of their content: by hash, and by the
 * content itself where hashes are equal. Rows that are equal altogether are interchangeable.
 */
public final class LaneRows {
  private final List<byte[]> chunks;
  private long[] hashes = new long[64];

  /** Chunk number and start in the chunk. */
  private long[] addresses = new long[64];

  private int size;

  /**
   * @param chunks packed rows; the list may grow while rows are added
   */
  public LaneRows(List<byte[]> chunks) {
    this.chunks = chunks;
  }

  public int size() {
    return size;
  }

  /** Adds the row that starts at a byte of a chunk. */
  public void add(int chunk, int start, long hash) {
    if (size == hashes.length) {
      int capacity = (int) Math.min(Integer.MAX_VALUE - 8, 2L * size);
      hashes = Arrays.copyOf(hashes, capacity);
      addresses = Arrays.copyOf(addresses, capacity);
    }
    hashes[size] = hash;
    addresses[size++] = (long) chunk << 32 | start;
  }

  /** Brings the rows in order. */
  public void sort() {
    // Sorts numbers made of a hash's high bits and a place, which needs neither objects nor a
    // comparator; only runs of equal high bits are looked at again.
    int placeBits = Integer.SIZE - Integer.numberOfLeadingZeros(Math.max(1, size - 1));
    int sharedBits = sharedLeadingBits();
    long placeMask = (1L << placeBits) - 1;
    long[] keys = new long[size];
    for (int i = 0; i < size; i++) {
      keys[i] = (((hashes[i] << sharedBits) ^ Long.MIN_VALUE) & ~placeMask) | i;
    }
    Arrays.sort(keys);
    long[] sortedHashes = new long[size];
    long[] sortedAddresses = new long[size];
    for (int i = 0; i < size; i++) {
      int place = (int) (keys[i] & placeMask);
      sortedHashes[i] = hashes[place];
      sortedAddresses[i] = addresses[place];
    }
    hashes = sortedHashes;
    addresses = sortedAddresses;
    for (int i = 1; i < size; i++) {
      boolean tied = ((keys[i] ^ keys[i - 1]) & ~placeMask) == 0;
      for (int j = i; tied && j > 0 && compare(j - 1, j) > 0; j--) {
        swap(j - 1, j);
      }
    }
  }

  /** The bits that all hashes begin with: those of the lane say nothing about the order. */
  private int sharedLeadingBits() {
    long different = 0;
    for (int i = 1; i < size; i++) {
      different |= hashes[0] ^ hashes[i];
    }
    return Math.min(Long.SIZE - 1, Long.numberOfLeadingZeros(different));
  }

  private void swap(int i, int j) {
    long hash = hashes[i];
    hashes[i] = hashes[j];
    hashes[j] = hash;
    long address = addresses[i];
    addresses[i] = addresses[j];
    addresses[j] = address;
  }

  /** Reads row {@code place}, in order once they are sorted. */
  public void read(int place, ExampleRow row) throws RowFormatException {
    cursor(place).read(row);
  }

  private PackedRows.Cursor cursor(int place) {
    PackedRows.Cursor cursor = new PackedRows.Cursor(chunk(place));
    cursor.seek((int) addresses[place]);
    return cursor;
  }

  private byte[] chunk(int place) {
    return chunks.get((int) (addresses[place] >>> 32));
  }

  private int compare(int left, int right) {
    int byHash = Long.compareUnsigned(hashes[left], hashes[right]);
    if (byHash != 0) {
      return byHash;
    }
    PackedRows.Cursor a = cursor(left);
    PackedRows.Cursor b = cursor(right);
    return Arrays.compareUnsigned(
        chunk(left),
        a.contentStart(),
        a.contentEnd(),
        chunk(right),
        b.contentStart(),
        b.contentEnd());
  }
}
