package io.adamant.optimizer;

import io.adamant.linalg.PagedTable;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The steps without a gradient that rows of the table have missed, taken on all cores.
 *
 * <p>A block of rows is copied and put in order of what its rows have missed, so that those with
 * equal gaps take their steps in one loop each, by the rule's own update with gradient zero: to the
 * same bits as if they had never been left alone. From time to time the rule is asked whether the
 * rest can be taken at once. What becomes of a row depends on its own values and gap alone, so
 * neither its place, its neighbours, the number of cores nor the size of pages changes a bit.
 */
final class CatchUp {
  /** Values of a block: with gradient and two moments they stay in the second-level cache. */
  private static final int BLOCK_VALUES = 1 << 14;

  /** Steps between two questions whether the rest can be taken at once. */
  private static final int STEPS_BETWEEN_QUESTIONS = 16;

  /** Fewer steps than this are taken one by one, in less time than their sum. */
  private static final int SHORTEST_SUM = 4;

  private final List<PartHistory> parts;
  private final PagedTable parameters;
  private final List<PagedTable[]> slots;
  private final PagedTable lastSteps;
  private final long before;
  private final int missed;

  /**
   * @param parts what the steps came to, by part of the table
   * @param slots by part
   * @param lastSteps the last step that each row has taken
   * @param past the steps that rows may have missed
   */
  CatchUp(
      List<PartHistory> parts,
      PagedTable parameters,
      List<PagedTable[]> slots,
      PagedTable lastSteps,
      PastSteps past) {
    this.parts = parts;
    this.parameters = parameters;
    this.slots = slots;
    this.lastSteps = lastSteps;
    before = past.before();
    missed = past.count();
  }

  /**
   * Brings some rows up to the last step.
   *
   * @param ids ascending
   * @return how many steps of a row, counted by part, were replayed one by one
   */
  long take(int[] ids) {
    int blockRows = Integer.highestOneBit(Math.max(1, BLOCK_VALUES / parameters.columns()));
    int blocks = (ids.length + blockRows - 1) / blockRows;
    // Blocks differ in what they have missed: a core that is done takes over another's.
    return IntStream.range(0, blocks)
        .parallel()
        .mapToLong(
            block -> {
              int first = block * blockRows;
              return take(ids, first, Math.min(ids.length, first + blockRows));
            })
        .sum();
  }

  private long take(int[] ids, int from, int to) {
    int[] taken = new int[to - from];
    int least = missed;
    for (int i = 0; i < taken.length; i++) {
      taken[i] = (int) ((long) lastSteps.get(ids[from + i], 0) - before);
      least = Math.min(least, taken[i]);
    }
    if (least == missed) {
      return 0;
    }
    // The rows that have taken least + k steps begin at starts[k].
    int[] starts = new int[missed - least + 2];
    for (int steps : taken) {
      starts[steps - least + 1]++;
    }
    for (int k = 1; k < starts.length; k++) {
      starts[k] += starts[k - 1];
    }
    int[] next = starts.clone();
    int[] rows = new int[starts[missed - least]];
    for (int i = 0; i < taken.length; i++) {
      if (taken[i] < missed) {
        rows[next[taken[i] - least]++] = ids[from + i];
      }
    }
    long replayed = 0;
    for (int part = 0; part < parts.size(); part++) {
      if (!parts.get(part).isFrozen()) {
        replayed += take(parts.get(part), slots.get(part), rows, starts, least);
      }
    }
    for (int row : rows) {
      lastSteps.set(row, 0, (double) (before + missed));
    }
    return replayed;
  }

  private long take(PartHistory part, PagedTable[] slots, int[] inOrder, int[] starts, int least) {
    // Rows change places within those of equal gaps, in each part in another way.
    int[] rows = inOrder.clone();
    int columns = part.part().columns();
    int firstColumn = part.part().firstColumn();
    Segment segment = new Segment(part.part(), slots.length, part.settings(least));
    segment.parameters = new double[rows.length * columns];
    segment.gradient = new double[rows.length * columns];
    parameters.gather(rows, 0, rows.length, firstColumn, columns, segment.parameters);
    for (int s = 0; s < slots.length; s++) {
      segment.slots[s] = new double[rows.length * columns];
      slots[s].gather(rows, 0, rows.length, 0, columns, segment.slots[s]);
    }
    long replayed = 0;
    for (int k = 0; least + k < missed; k++) {
      int count = starts[k + 1] - starts[k];
      if (count > 0) {
        segment.offset = starts[k] * columns;
        segment.length = count * columns;
        replayed += take(part, segment, rows, least + k);
      }
    }
    store(parameters, rows, firstColumn, columns, segment.parameters);
    for (int s = 0; s < slots.length; s++) {
      store(slots[s], rows, 0, columns, segment.slots[s]);
    }
    return replayed;
  }

  private static void store(
      PagedTable table, int[] rows, int firstColumn, int columns, double[] values) {
    if (!table.isTouched(table.pageOf(rows[0]))) {
      // Rows that no gradient has reached stay as they are: their pages need no memory.
      double[] before = new double[values.length];
      table.gather(rows, 0, rows.length, firstColumn, columns, before);
      if (Arrays.equals(before, values)) {
        return;
      }
    }
    table.scatter(rows, 0, rows.length, firstColumn, columns, values);
  }

  /**
   * Takes the steps of a segment from the {@code taken}th on.
   *
   * @param rows that the segment's values belong to
   * @return how many were replayed, counted by row
   */
  private long take(PartHistory part, Segment segment, int[] rows, int taken) {
    long replayed = 0;
    for (int i = taken; i < missed && segment.length > 0; i++) {
      StepSettings step = part.settings(i);
      segment.settings = step;
      boolean isAsked =
          (i - taken) % STEPS_BETWEEN_QUESTIONS == 0
              || (missed - i >= SHORTEST_SUM && part.idleSum(i) != null);
      if (isAsked && step.coupledDecay() == 0 && step.l1() == 0) {
        takeAtOnce(part, segment, rows, i);
      }
      part.rule(i).update(segment);
      if (step.l1() > 0) {
        PartUpdate.shrink(segment.parameters, segment.offset, segment.length, step.l1());
      }
      replayed += segment.length / part.part().columns();
    }
    return replayed;
  }

  /**
   * Takes all of the rest at once of those rows that it can be taken of, and leaves the segment
   * those that it cannot. Each row is asked for itself, so that what becomes of it does not depend
   * on its neighbours.
   */
  private void takeAtOnce(PartHistory part, Segment segment, int[] rows, int index) {
    MissedSteps rest = new MissedSteps(part, index, missed);
    DeferrableRule rule = part.rule(index);
    if (rule.takeAtOnce(segment, rest)) {
      segment.length = 0;
      return;
    }
    int columns = part.part().columns();
    int first = segment.offset;
    int end = segment.end();
    StepSettings settings = segment.settings;
    segment.length = columns;
    for (int at = first; at < end; ) {
      segment.offset = at;
      segment.settings = settings;
      if (rule.takeAtOnce(segment, rest)) {
        end -= columns;
        swap(segment, rows, at / columns, end / columns, columns);
      } else {
        at += columns;
      }
    }
    segment.settings = settings;
    segment.offset = first;
    segment.length = end - first;
  }

  private static void swap(Segment segment, int[] rows, int one, int other, int columns) {
    int row = rows[one];
    rows[one] = rows[other];
    rows[other] = row;
    swap(segment.parameters, one, other, columns);
    for (double[] slot : segment.slots) {
      swap(slot, one, other, columns);
    }
  }

  private static void swap(double[] values, int one, int other, int columns) {
    for (int column = 0; column < columns; column++) {
      double value = values[one * columns + column];
      values[one * columns + column] = values[other * columns + column];
      values[other * columns + column] = value;
    }
  }
}
