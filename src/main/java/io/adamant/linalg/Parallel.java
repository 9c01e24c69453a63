package io.adamant.linalg;

import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * Work on many independent elements, on all cores. How the elements are divided depends on the
 * number of cores, so nothing may be summed across them: then the results do not.
 */
public final class Parallel {
  /** Whether a thread is to leave the other cores alone. */
  private static final ThreadLocal<Boolean> ALONE = ThreadLocal.withInitial(() -> false);

  private Parallel() {}

  /** Work on the elements {@code from} to {@code to - 1}. */
  @FunctionalInterface
  public interface RangeTask {
    void run(int from, int to);
  }

  /**
   * Runs a task over {@code size} elements, in as many contiguous ranges as there are cores, but in
   * none of fewer than {@code smallestRange}; returns when all is done.
   */
  public static void forRanges(int size, int smallestRange, RangeTask task) {
    int most = Math.max(1, size / smallestRange);
    int cores = ALONE.get() ? 1 : Runtime.getRuntime().availableProcessors();
    int ranges = Math.min(cores, most);
    if (ranges == 1) {
      task.run(0, size);
      return;
    }
    IntStream.range(0, ranges)
        .parallel()
        .forEach(i -> task.run(bound(size, i, ranges), bound(size, i + 1, ranges)));
  }

  /**
   * Has the calling thread do all ranges of some work by itself. A task of Spark's has one core;
   * where the others have tasks of their own, to wait for help takes longer than the work.
   */
  public static <T> T alone(Supplier<T> work) {
    boolean before = ALONE.get();
    ALONE.set(true);
    try {
      return work.get();
    } finally {
      ALONE.set(before);
    }
  }

  private static int bound(int size, int range, int ranges) {
    return (int) ((long) size * range / ranges);
  }
}
