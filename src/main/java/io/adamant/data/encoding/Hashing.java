package io.adamant.data.encoding;

import org.apache.commons.codec.digest.MurmurHash3;

/**
 * The hashing trick: a text's bucket is a hash of its UTF-8 bytes, MurmurHash3 (x86, 32 bits) with
 * a seed; its lower 31 bits modulo the number of buckets. With {@code signed} the highest bit says
 * whether the text counts as 1 or -1, so that texts that meet in a bucket cancel on average instead
 * of adding up (Weinberger et al., "Feature hashing for large scale multitask learning",
 * arXiv:0902.2206).
 */
final class Hashing {
  /** Vowpal Wabbit's, 2^18. */
  static final int DEFAULT_BUCKETS = 1 << 18;

  private Hashing() {}

  static void requireBuckets(int buckets) {
    if (!(buckets >= 1)) {
      throw new IllegalArgumentException("encoding.buckets must be >= 1, got " + buckets);
    }
  }

  static int hash(TextBytes text, int seed) {
    return hash(text.bytes(), text.start(), text.length(), seed);
  }

  static int hash(byte[] bytes, int start, int length, int seed) {
    return MurmurHash3.hash32x86(bytes, start, length, seed);
  }

  static int bucket(int hash, int buckets) {
    return (hash & Integer.MAX_VALUE) % buckets;
  }
}
