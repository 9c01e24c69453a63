package io.adamant.data;

/**
 * How a batch is laid out: a cell of rows from each of {@code lanes} lanes, each cell in {@code
 * blocksPerCell} blocks. It follows from the batch size alone, never from the cluster.
 *
 * @param lanes a power of two, the leaves of the tree that sums a batch's gradient
 * @param blocksPerCell example blocks that a lane contributes to a batch, at least 1
 */
public record BatchShape(int lanes, int blocksPerCell) {
  /**
   * Blocks smaller than this are not worth a lane of their own: a task computes a thousand rows in
   * less time than Spark needs to start it, and larger blocks share more of their dictionaries.
   */
  public static final int SMALLEST_BLOCK_ROWS = 1024;

  public BatchShape {
    if (lanes < 1 || lanes > Placement.MAX_LANES || Integer.bitCount(lanes) != 1) {
      throw new IllegalArgumentException(
          "batch.lanes must be a power of two from 1 to %d, got %d"
              .formatted(Placement.MAX_LANES, lanes));
    }
    if (blocksPerCell < 1) {
      throw new IllegalArgumentException("blocks per cell must be >= 1, got " + blocksPerCell);
    }
  }

  /**
   * The shape of batches of about {@code batchSize} rows: the largest power of two of lanes that
   * leaves blocks of {@link #SMALLEST_BLOCK_ROWS} rows or more.
   */
  public static BatchShape of(long batchSize) {
    return of(batchSize, SMALLEST_BLOCK_ROWS, false);
  }

  /** The shape of batches of about {@code batchSize} rows in blocks of about {@code blockRows}. */
  public static BatchShape of(long batchSize, int blockRows) {
    return of(batchSize, blockRows, true);
  }

  private static BatchShape of(long batchSize, int blockRows, boolean exactly) {
    if (batchSize < 1 || blockRows < 1) {
      throw new IllegalArgumentException(
          "batch size and block rows must be >= 1, got %d and %d".formatted(batchSize, blockRows));
    }
    long most = Math.max(1, Math.min(Placement.MAX_LANES, batchSize / blockRows));
    int lanes = (int) Long.highestOneBit(most);
    long cell = batchSize / lanes;
    return new BatchShape(lanes, exactly ? (int) Math.max(1, cell / blockRows) : 1);
  }
}
