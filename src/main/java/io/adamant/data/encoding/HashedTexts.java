package io.adamant.data.encoding;

import java.util.Arrays;

/** The hashes of the texts of one cell, counted by bucket. */
final class HashedTexts {
  private final int buckets;
  private final boolean signed;

  /** A bucket, and in the lowest bit whether the text counts as -1. */
  private long[] texts = new long[64];

  private int size;
  private int[] found = new int[64];
  private double[] counts = new double[64];
  private int foundSize;

  HashedTexts(int buckets, boolean signed) {
    this.buckets = buckets;
    this.signed = signed;
  }

  void clear() {
    size = 0;
  }

  boolean isEmpty() {
    return size == 0;
  }

  void add(int hash) {
    if (size == texts.length) {
      texts = Arrays.copyOf(texts, 2 * size);
    }
    texts[size++] = (long) Hashing.bucket(hash, buckets) << 1 | (signed && hash < 0 ? 1 : 0);
  }

  /** Counts what was added; texts that cancel leave their bucket with 0. */
  void count() {
    if (size > 1) {
      Arrays.sort(texts, 0, size);
    }
    if (found.length < size) {
      found = new int[texts.length];
      counts = new double[texts.length];
    }
    foundSize = 0;
    for (int i = 0; i < size; i++) {
      int bucket = (int) (texts[i] >>> 1);
      if (foundSize == 0 || found[foundSize - 1] != bucket) {
        found[foundSize] = bucket;
        counts[foundSize++] = 0;
      }
      counts[foundSize - 1] += 1 - 2 * (texts[i] & 1);
    }
  }

  /** Number of different buckets. */
  int found() {
    return foundSize;
  }

  /** The i-th bucket, ascending. */
  int bucket(int i) {
    return found[i];
  }

  /** The sum of the texts in the i-th bucket, each 1 or -1. */
  double countOf(int i) {
    return counts[i];
  }
}
