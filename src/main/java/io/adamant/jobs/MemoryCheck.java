package io.adamant.jobs;

import io.adamant.optimizer.ParameterLayout;
import java.util.Locale;

/** Whether the driver's memory holds the parameters and the optimizer's state. */
final class MemoryCheck {
  /** The part of the heap that they may take: the rest is for Spark, blocks and working sets. */
  private static final double USABLE = 0.75;

  private MemoryCheck() {}

  /**
   * Refuses a table that does not fit.
   *
   * @param stateBytes what optimizer and averaging keep beside the parameters
   * @param heapBytes the most that the driver's heap may grow to
   */
  static void requireFits(ParameterLayout layout, long stateBytes, long heapBytes) {
    double needed = (double) layout.bytes() + stateBytes;
    if (needed > USABLE * heapBytes) {
      double heapNeeded = needed / USABLE;
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
              (long) Math.ceil(heapNeeded / (1L << 30))));
    }
  }

  private static String gibibytes(double bytes) {
    return String.format(Locale.ROOT, "%.1f GiB", bytes / (1L << 30));
  }
}
