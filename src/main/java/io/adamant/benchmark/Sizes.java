package io.adamant.benchmark;

/**
 * How much is measured.
 *
 * @param rows rows to train on; a tenth as many more are held out
 * @param features features of a row's space
 * @param batch rows a step
 * @param steps steps, and empty jobs, of a block
 * @param rounds blocks, or runs, of each side; the sides take turns
 */
public record Sizes(long rows, int features, long batch, int steps, int rounds) {
  /** Those that the bars are meant for. */
  public static final Sizes DEFAULTS = new Sizes(1_000_000, 1 << 20, 16_384, 100, 5);

  /** The factor by which a space of many features is larger: 2^28 over 2^20. */
  static final int MANY = 1 << 8;

  /** What the largest space may have. */
  private static final int MOST_FEATURES = Integer.MAX_VALUE / MANY;

  private static final long SMALLEST_ROWS = 1000;

  /** A row in MLlib's vectors and in its blocks, in ours, and what is copied on the way. */
  private static final long BYTES_A_ROW = 2600;

  public Sizes {
    require("--rows", rows, SMALLEST_ROWS, Integer.MAX_VALUE);
    require("--features", features, 1, MOST_FEATURES);
    require("--batch", batch, 1, rows);
    require("--steps", steps, 2, Integer.MAX_VALUE);
    require("--rounds", rounds, 1, Integer.MAX_VALUE);
  }

  private static void require(String what, long value, long least, long most) {
    if (value < least || value > most) {
      throw new IllegalArgumentException(
          "%s must be from %d to %d, got %d".formatted(what, least, most, value));
    }
  }

  /** Rows that neither side trains on. */
  long heldOutRows() {
    return rows / 10;
  }

  /** Features of the large space. */
  int manyFeatures() {
    return features * MANY;
  }

  /** Bytes of the driver's heap for the rows, on both sides, and a few tables of parameters. */
  public long heapBytes() {
    return rows * BYTES_A_ROW + 20L * Double.BYTES * features;
  }
}
