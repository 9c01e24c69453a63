package io.adamant.optimizer;

import io.adamant.linalg.PagedTable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The steps without a gradient that rows of one part of the parameters have missed, on all cores.
 *
 * <p>Rows that have missed the same steps are gathered to runs and take them in one loop each, by
 * the rule's own update with gradient zero: to the same bits as if they had never been left alone.
 * From time to time the rule is asked whether the rest can be taken at once. Which rows make a run
 * depends on ids and gaps alone, so neither the number of cores nor the size of pages changes a
 * bit.
 */
final class CatchUp {
  /** Values a run: with two moments they stay in the first-level cache. */
  private static final int RUN_VALUES = 1 << 10;

  /** Steps between two questions whether the rest can be taken at once. */
  private static final int STEPS_BETWEEN_QUESTIONS = 16;

  private record Run(int first, int count, int taken) {}

  private final PartHistory history;
  private final PagedTable parameters;
  private final PagedTable[] slots;
  private final int columns;

  /**
   * @param parameters the table that the part belongs to
   * @param slots the part's own
   */
  CatchUp(PartHistory history, PagedTable parameters, PagedTable[] slots) {
    this.history = history;
    this.parameters = parameters;
    this.slots = slots;
    columns = history.part().columns();
  }

  /**
   * Takes the steps.
   *
   * @return how many steps of a row were replayed one by one
   */
  long take(RowsByGap rows) {
    int runRows = Integer.highestOneBit(Math.max(1, RUN_VALUES / Math.max(1, columns)));
    List<Run> runs = new ArrayList<>();
    for (int taken = 0; taken < history.count(); taken++) {
      int end = rows.start(taken + 1);
      for (int first = rows.start(taken); first < end; first += runRows) {
        runs.add(new Run(first, Math.min(runRows, end - first), taken));
      }
    }
    // Runs differ in length and steps: a core that is done takes over another's.
    return IntStream.range(0, runs.size()).parallel().mapToLong(i -> take(rows, runs.get(i))).sum();
  }

  private long take(RowsByGap rows, Run run) {
    Segment segment = new Segment(history.part(), slots.length, history.settings(run.taken()));
    segment.length = run.count() * columns;
    segment.parameters = new double[segment.length];
    segment.gradient = new double[segment.length];
    int[] ids = rows.rows();
    int firstColumn = history.part().firstColumn();
    parameters.gather(ids, run.first(), run.count(), firstColumn, columns, segment.parameters);
    for (int s = 0; s < slots.length; s++) {
      segment.slots[s] = new double[segment.length];
      slots[s].gather(ids, run.first(), run.count(), 0, columns, segment.slots[s]);
    }
    long replayed = take(segment, run.taken()) * run.count();
    store(parameters, ids, run, firstColumn, segment.parameters);
    for (int s = 0; s < slots.length; s++) {
      store(slots[s], ids, run, 0, segment.slots[s]);
    }
    return replayed;
  }

  private void store(PagedTable table, int[] ids, Run run, int firstColumn, double[] values) {
    if (!table.isTouched(table.pageOf(ids[run.first()]))) {
      // Rows that no gradient has reached stay as they are: their pages need no memory.
      double[] before = new double[values.length];
      table.gather(ids, run.first(), run.count(), firstColumn, columns, before);
      if (Arrays.equals(before, values)) {
        return;
      }
    }
    table.scatter(ids, run.first(), run.count(), firstColumn, columns, values);
  }

  /**
   * Takes the steps from the {@code taken}th on.
   *
   * @return how many were replayed
   */
  private long take(Segment segment, int taken) {
    for (int i = taken; i < history.count(); i++) {
      StepSettings step = history.settings(i);
      segment.settings = step;
      boolean isAsked = (i - taken) % STEPS_BETWEEN_QUESTIONS == 0;
      if (isAsked
          && step.coupledDecay() == 0
          && step.l1() == 0
          && history.rule(i).takeAtOnce(segment, new MissedSteps(history, i, history.count()))) {
        return (long) i - taken;
      }
      history.rule(i).update(segment);
      if (step.l1() > 0) {
        PartUpdate.shrink(segment.parameters, 0, segment.length, step.l1());
      }
    }
    return (long) history.count() - taken;
  }
}
