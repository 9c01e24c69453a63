package io.adamant.linalg;

import java.io.Serializable;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The arrays in which rows stand: those of one {@link PagedTable}, or of several whose rows stand
 * side by side.
 */
final class RowPages implements Serializable {
  /** Values of a row: of all tables together. */
  final int stride;

  /** A page has two to the power of so many rows. */
  final int bits;

  /** Null where a page was not written to. */
  double[] @Nullable [] arrays;

  RowPages(int stride, int bits, double[] @Nullable [] arrays) {
    this.stride = stride;
    this.bits = bits;
    this.arrays = arrays;
  }

  /** For rows that are still to come, in pages of {@code pageValues} at most. */
  RowPages(int stride, int pageValues) {
    this(stride, bits(stride, pageValues), new double[0][]);
  }

  /** Pages of whole rows, and at least of one. */
  static int bits(int stride, int pageValues) {
    int rows = Integer.highestOneBit(Math.max(1, pageValues / stride));
    return Integer.numberOfTrailingZeros(rows);
  }

  /** Makes all pages up to one; new ones are zero. */
  void reserve(int page) {
    if (page >= arrays.length) {
      arrays = Arrays.copyOf(arrays, Math.max(page + 1, arrays.length + arrays.length / 2));
    }
    for (int i = page; i >= 0 && arrays[i] == null; i--) {
      arrays[i] = new double[Math.multiplyExact(1 << bits, stride)];
    }
  }
}
