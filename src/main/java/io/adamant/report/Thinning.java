package io.adamant.report;

import io.adamant.report.RunLog.Measure;
import io.adamant.report.RunLog.Measured;
import java.util.BitSet;
import java.util.List;
import java.util.function.IntToDoubleFunction;

/**
 * Which steps of a long run are drawn. Steps are taken together in ranges of the same length, and
 * of each stay those with the smallest and the largest loss, gradient norm, learning rate and time,
 * and the first whose loss is not finite: so no extreme is lost, however few are left. The first
 * and the last step stay too.
 */
final class Thinning {
  private static final List<Measure> EXTREMES =
      List.of(Measure.LOSS, Measure.GRADIENT_NORM, Measure.LEARNING_RATE);

  /** Two of each of the above and of the time, and one that is not finite. */
  private static final int MOST_OF_A_RANGE = 2 * (EXTREMES.size() + 1) + 1;

  private Thinning() {}

  /**
   * The rows that stay, ascending.
   *
   * @param most rows at most, beside the first and the last
   */
  static int[] rows(RunLog log, int most) {
    int size = log.size();
    BitSet kept = new BitSet(size);
    if (size <= most) {
      kept.set(0, size);
    } else {
      kept.set(0);
      kept.set(size - 1);
      long ranges = Math.max(1, most / MOST_OF_A_RANGE);
      for (long range = 0; range < ranges; range++) {
        int from = (int) (range * size / ranges);
        int to = (int) ((range + 1) * size / ranges);
        for (Measure measure : EXTREMES) {
          keepExtremes(kept, from, to, row -> log.get(measure, row));
        }
        keepExtremes(kept, from, to, log::milliseconds);
        keepFirstNonFinite(kept, from, to, log);
      }
    }
    return kept.stream().toArray();
  }

  /**
   * The same of what some steps alone have: the smallest and largest of a value, first and last.
   */
  static List<Measured> measured(List<Measured> all, int most, IntToDoubleFunction valueOfPlace) {
    int size = all.size();
    if (size <= most) {
      return all;
    }
    BitSet kept = new BitSet(size);
    kept.set(0);
    kept.set(size - 1);
    long ranges = Math.max(1, most / 2);
    for (long range = 0; range < ranges; range++) {
      int from = (int) (range * size / ranges);
      int to = (int) ((range + 1) * size / ranges);
      keepExtremes(kept, from, to, valueOfPlace);
    }
    return kept.stream().mapToObj(all::get).toList();
  }

  private static void keepExtremes(BitSet kept, int from, int to, IntToDoubleFunction value) {
    int smallest = -1;
    int largest = -1;
    for (int row = from; row < to; row++) {
      double own = value.applyAsDouble(row);
      if (!Double.isFinite(own)) {
        continue;
      }
      if (smallest < 0 || own < value.applyAsDouble(smallest)) {
        smallest = row;
      }
      if (largest < 0 || own > value.applyAsDouble(largest)) {
        largest = row;
      }
    }
    if (smallest >= 0) {
      kept.set(smallest);
      kept.set(largest);
    }
  }

  private static void keepFirstNonFinite(BitSet kept, int from, int to, RunLog log) {
    for (int row = from; row < to; row++) {
      if (!Double.isFinite(log.get(Measure.LOSS, row))) {
        kept.set(row);
        return;
      }
    }
  }
}
