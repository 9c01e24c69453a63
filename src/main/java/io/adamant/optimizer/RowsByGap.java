package io.adamant.optimizer;

import io.adamant.linalg.PagedTable;
import io.adamant.linalg.Parallel;

/**
 * Rows in order of the steps that they have missed, those with equally many next to each other: a
 * run of them takes the same steps in one loop.
 */
final class RowsByGap {
  private static final int SMALLEST_RANGE = 1 << 13;

  private final int[] rows;
  private final int[] starts;

  /**
   * @param ids ascending
   * @param lastSteps the last step that each row of the table has taken
   * @param before the last step that all rows have taken
   * @param missed steps since then
   */
  RowsByGap(int[] ids, PagedTable lastSteps, long before, int missed) {
    int[] taken = new int[ids.length];
    Parallel.forRanges(
        ids.length,
        SMALLEST_RANGE,
        (from, to) -> {
          for (int i = from; i < to; i++) {
            taken[i] = (int) ((long) lastSteps.get(ids[i], 0) - before);
          }
        });
    starts = new int[missed + 2];
    for (int steps : taken) {
      starts[steps + 1]++;
    }
    for (int steps = 0; steps <= missed; steps++) {
      starts[steps + 1] += starts[steps];
    }
    // Rows that have missed nothing are the last ones.
    rows = new int[starts[missed]];
    int[] next = starts.clone();
    for (int i = 0; i < ids.length; i++) {
      if (taken[i] < missed) {
        rows[next[taken[i]]++] = ids[i];
      }
    }
  }

  /** The rows that have missed a step, those with the longest gaps first. */
  int[] rows() {
    return rows;
  }

  /** Where the rows begin that have taken {@code steps} of the steps. */
  int start(int steps) {
    return starts[steps];
  }
}
