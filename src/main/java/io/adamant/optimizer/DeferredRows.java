package io.adamant.optimizer;

import io.adamant.linalg.PagedTable;
import io.adamant.linalg.Parallel;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Which steps each row of the table has still to take, where rows without a gradient wait. */
final class DeferredRows implements Serializable {
  /** Rows that are looked at at a time where all are caught up. */
  private static final int BLOCK_ROWS = 1 << 18;

  private static final int SMALLEST_RANGE = 1 << 13;

  /** So many steps are remembered; then all rows are caught up, which is then a rare event. */
  static final int MOST_STEPS = 1 << 14;

  private PagedTable lastSteps;
  private PastSteps past;
  private long replayedRowSteps;

  /** What was caught up last, and up to which step: a step's rows are asked for twice. */
  private transient int[] caughtUp = new int[0];

  private transient int caughtUpCount;

  /** By part; made anew where it is missing. */
  private transient @Nullable List<PartHistory> histories;

  /**
   * @param step the step that all rows have taken
   */
  DeferredRows(long rows, boolean isGrowing, long step) {
    lastSteps = lastSteps(rows, isGrowing, step);
    past = new PastSteps(step);
  }

  private DeferredRows(PagedTable lastSteps, PastSteps past) {
    this.lastSteps = lastSteps;
    this.past = past;
  }

  /** What a saved state has told of them. */
  static DeferredRows of(PagedTable lastSteps, PastSteps past) {
    return new DeferredRows(lastSteps, past);
  }

  DeferredRows copy() {
    return new DeferredRows(lastSteps.copy(), past.copy());
  }

  /** The last step that each row has taken. */
  PagedTable lastSteps() {
    return lastSteps;
  }

  /** The steps that rows may have missed. */
  PastSteps past() {
    return past;
  }

  static PagedTable lastSteps(long rows, boolean isGrowing, long step) {
    int pageValues = PagedTable.DEFAULT_PAGE_VALUES;
    if (!isGrowing) {
      return new PagedTable(rows, 1, pageValues, (double) step);
    }
    PagedTable steps = PagedTable.growing(1, pageValues, (double) step);
    steps.grow(rows);
    return steps;
  }

  /** Rows that are touched for the first time have missed what untouched rows have missed. */
  void follow(long rows) {
    lastSteps.grow(rows);
  }

  /** Bytes that it takes for a table. */
  static long bytes(ParameterLayout layout) {
    return layout.rows() * Double.BYTES;
  }

  /** Whether no row has missed a step. */
  boolean areCaughtUp() {
    return past.count() == 0;
  }

  /** Whether it remembers as many steps as it may. */
  boolean areFull() {
    return past.count() >= MOST_STEPS;
  }

  /** Steps of a row that were replayed one by one since the beginning. */
  long replayedRowSteps() {
    return replayedRowSteps;
  }

  /**
   * Takes notice of a step.
   *
   * @param places of the rows that have taken it
   * @param factor on the learning rate
   */
  void onStep(int[] places, double factor, OptimizerState state) {
    past.add(factor, state.scalars());
    mark(places, state.step());
  }

  private void mark(int[] places, long step) {
    PagedTable steps = lastSteps;
    Parallel.forRanges(
        places.length,
        SMALLEST_RANGE,
        (from, to) -> {
          for (int i = from; i < to; i++) {
            steps.set(places[i], 0, (double) step);
          }
        });
  }

  /** Brings the rows at some places up to the last step. */
  void catchUp(int[] places, UpdateSettings settings, Parameters parameters, OptimizerState state) {
    boolean isDone = places == caughtUp && past.count() == caughtUpCount;
    if (areCaughtUp() || places.length == 0 || isDone) {
      return;
    }
    caughtUp = places;
    caughtUpCount = past.count();
    List<PartHistory> parts = histories(settings, parameters.layout());
    List<PagedTable[]> slots =
        IntStream.range(0, parts.size()).mapToObj(part -> slots(state, part)).toList();
    replayedRowSteps += new CatchUp(parts, parameters.table(), slots, lastSteps, past).take(places);
  }

  private static PagedTable[] slots(OptimizerState state, int part) {
    return state.slots().values().stream().map(of -> of.get(part)).toArray(PagedTable[]::new);
  }

  private List<PartHistory> histories(UpdateSettings settings, ParameterLayout layout) {
    List<PartHistory> known = histories;
    if (known == null) {
      known = new ArrayList<>();
      for (ParameterPart part : layout.parts().subList(0, layout.columnGroups().size())) {
        known.add(new PartHistory(settings, past, part));
      }
      histories = known;
    }
    known.forEach(PartHistory::complete);
    return known;
  }

  /** Brings all rows up to the last step. */
  void catchUpAll(UpdateSettings settings, Parameters parameters, OptimizerState state) {
    if (areCaughtUp()) {
      return;
    }
    long rows = lastSteps.rows();
    for (long first = 0; first < rows; first += BLOCK_ROWS) {
      int from = Math.toIntExact(first);
      int to = (int) Math.min(rows, first + BLOCK_ROWS);
      catchUp(IntStream.range(from, to).toArray(), settings, parameters, state);
    }
    lastSteps = lastSteps(rows, lastSteps.isGrowing(), state.step());
    past = new PastSteps(state.step());
    caughtUp = new int[0];
    histories = null;
  }
}
