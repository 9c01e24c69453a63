package io.adamant.jobs;

import io.adamant.linalg.RowPlaces;
import io.adamant.linalg.TooManyRowsException;
import io.adamant.optimizer.ParameterLayout;
import java.io.PrintStream;
import java.util.Locale;

/**
 * Whether the driver's memory holds the parameters and the optimizer's state: of all rows, or, of a
 * large table whose rows come with their first touch, of those that are touched.
 *
 * @param stateBytes what optimizer and averaging keep beside the parameters, if all rows are there
 * @param heapBytes the most that the driver's heap may grow to
 */
record MemoryCheck(ParameterLayout layout, long stateBytes, long heapBytes) {
  /** The part of the heap that they may take: the rest is for Spark, blocks and working sets. */
  private static final double USABLE = 0.75;

  private double bytesOfAll() {
    return (double) layout.bytes() + stateBytes;
  }

  /** What a row takes that was touched, with what it takes to find it. */
  private double bytesOfTouched() {
    return bytesOfAll() / layout.rows() + RowPlaces.bytesPerRow();
  }

  /** How many rows may be touched. */
  long roomForRows() {
    return (long) (USABLE * heapBytes / bytesOfTouched());
  }

  /** Refuses a table that does not fit with all its rows. */
  void requireAllRows() {
    double needed = bytesOfAll();
    if (needed > USABLE * heapBytes) {
      throw new UsageException(
          String.format(
              Locale.ROOT,
              "%d features need %s on the driver (%.0f x 8 bytes a feature), and %s of its %s are for"
                  + " them; start with --driver-memory %dg or take fewer (input.features)",
              layout.rows(),
              gibibytes(needed),
              needed / layout.rows() / Double.BYTES,
              gibibytes(USABLE * heapBytes),
              gibibytes((double) heapBytes),
              heapFor(needed)));
    }
  }

  /** Refuses a table that does not fit with the rows that are sure to be touched. */
  void requireRows(long touched) {
    if (touched > roomForRows()) {
      throw new UsageException(
          String.format(
              Locale.ROOT,
              "%d touched features need %s on the driver, and %s of its %s are for them; start with"
                  + " --driver-memory %dg",
              touched,
              gibibytes(touched * bytesOfTouched()),
              gibibytes(USABLE * heapBytes),
              gibibytes((double) heapBytes),
              heapFor(touched * bytesOfTouched())));
    }
  }

  /**
   * Says how many rows may be touched, and what they take; where all have room, there is no need.
   *
   * @param nonZeros of the input, which touch a row each at most
   */
  void say(PrintStream err, long nonZeros) {
    if (layout.rows() <= roomForRows()) {
      return;
    }
    long most = Math.min(layout.rows(), nonZeros);
    err.printf(
        Locale.ROOT,
        "memory: at most %,d of %,d features are touched, which take up to %s; there is room for"
            + " %,d%s%n",
        most,
        layout.rows(),
        gibibytes(most * bytesOfTouched()),
        roomForRows(),
        most > roomForRows() ? ", and training ends where that is not enough" : "");
  }

  /** What is said of a step that touches more rows than there is room for. */
  String outgrown(long step, TooManyRowsException e) {
    return String.format(
        Locale.ROOT,
        "step %d: %,d features have been touched, and %s of the driver's %s have room for %,d; start"
            + " with more --driver-memory or take fewer (input.features)",
        step,
        e.needed(),
        gibibytes(USABLE * heapBytes),
        gibibytes((double) heapBytes),
        e.most());
  }

  private static long heapFor(double bytes) {
    return (long) Math.ceil(bytes / USABLE / (1L << 30));
  }

  private static String gibibytes(double bytes) {
    return String.format(Locale.ROOT, "%.1f GiB", bytes / (1L << 30));
  }
}
