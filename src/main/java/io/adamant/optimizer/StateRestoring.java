package io.adamant.optimizer;

import io.adamant.linalg.PagedTable;
import io.adamant.schedule.PlateauMemory;
import io.adamant.schedule.ReduceOnPlateau;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Makes an {@link OptimizerState} of what was saved of one, or says by name why it cannot be. */
final class StateRestoring {
  private final UpdateSettings settings;
  private final Parameters parameters;
  private final ParameterLayout layout;
  private final SavedState saved;
  private final StateHeader header;

  /**
   * @param parameters that the state goes with
   */
  StateRestoring(UpdateSettings settings, Parameters parameters, SavedState saved) {
    this.settings = settings;
    this.parameters = parameters;
    this.layout = parameters.layout();
    this.saved = saved;
    this.header = saved.header();
  }

  /**
   * Restores the state.
   *
   * @param pageValues the table's values a page at most
   */
  OptimizerState restore(int pageValues) throws IOException {
    requireFingerprint();
    requireScalars();
    requireAccumulation();
    requireAveraging();
    requireDeferral();
    PlateauMemory plateau = plateau();
    OptimizerState state =
        new OptimizerState(settings.optimizer(), layout, pageValues, !parameters.places().areAll());
    AccumulatedTables accumulated = AccumulatedTables.toFill(header.accumulated(), layout);
    StateHeader.Averaged averaged = header.averaged();
    ParameterAverage average =
        averaged == null
            ? null
            : new ParameterAverage(
                settings.averaging(),
                layout,
                parameters.places(),
                pageValues,
                averaged,
                settings.sparseUpdates() == SparseUpdates.LAZY
                    ? averaged.firstStep()
                    : header.step());
    Long caughtUp = header.caughtUp();
    DeferredRows waiting = caughtUp == null ? null : waiting(caughtUp);
    PagedTable missedSteps =
        caughtUp == null
            ? null
            : PastSteps.emptyTable(header.step() - caughtUp, state.scalarNames());
    int[] listed = saved.listedRows();
    int[] places = null;
    if (listed != null) {
      requireListed(listed);
      places = touch(listed, state, average, waiting);
    }
    Map<String, StateTable> expected =
        state.tables(
            accumulated, average, waiting == null ? null : waiting.lastSteps(), missedSteps);
    for (StateTable table : inSavedOrder(expected, listed)) {
      if (!table.isByRow()) {
        saved.readNext(table.values());
      } else if (places != null) {
        saved.readNext(table.values(), places);
      } else if (table.values().isGrowing()) {
        readAll(table.values(), state, average, waiting);
      } else {
        saved.readNext(table.values());
      }
    }
    requireRows(accumulated);
    if (average != null) {
      requireIncludedSteps(average.includedSteps(), average.firstStep());
    }
    DeferredRows deferred = null;
    if (waiting != null && missedSteps != null && caughtUp != null) {
      requireLastSteps(waiting.lastSteps(), caughtUp);
      PastSteps past = PastSteps.of(caughtUp, missedSteps, state.scalarNames());
      deferred = DeferredRows.of(waiting.lastSteps(), past);
    }
    state.continueFrom(header, accumulated, average, plateau, deferred);
    return state;
  }

  /** Rows of which nothing is read have taken no step since all had taken one. */
  private DeferredRows waiting(long caughtUp) {
    boolean isGrowing = !parameters.places().areAll();
    long rows = isGrowing ? parameters.places().count() : layout.rows();
    return new DeferredRows(rows, isGrowing, caughtUp);
  }

  private int[] touch(
      int[] ids,
      OptimizerState state,
      @Nullable ParameterAverage average,
      @Nullable DeferredRows waiting) {
    int[] places = parameters.touch(ids);
    state.follow(parameters.places());
    if (average != null) {
      average.follow();
    }
    if (waiting != null) {
      waiting.follow(parameters.places().count());
    }
    return places;
  }

  /** Reads all rows of a table, and keeps those that are not what its rows are at first. */
  private void readAll(
      PagedTable values,
      OptimizerState state,
      @Nullable ParameterAverage average,
      @Nullable DeferredRows waiting)
      throws IOException {
    int columns = values.columns();
    PagedTable all = new PagedTable(layout.rows(), columns, PagedTable.DEFAULT_PAGE_VALUES);
    saved.readNext(all);
    int[] ids = all.rowsOtherThan(values.initial());
    int[] places = touch(ids, state, average, waiting);
    values.scatter(places, 0, ids.length, 0, columns, all.gather(ids));
  }

  private void requireListed(int[] listed) {
    try {
      SavedRows.require(listed, layout.rows());
    } catch (IllegalArgumentException e) {
      throw new StateMismatchException("the state's " + e.getMessage());
    }
  }

  private void requireFingerprint() {
    String own = OptimizerState.fingerprint(settings.optimizer(), layout);
    if (!header.fingerprint().equals(own)) {
      FingerprintDifference difference = FingerprintDifference.of(header.fingerprint(), own);
      throw new StateMismatchException(
          "the state belongs to %s, not to %s".formatted(difference.left(), difference.right()));
    }
  }

  private void requireDeferral() {
    if (header.caughtUp() != null && settings.sparseUpdates() != SparseUpdates.DEFERRED) {
      throw new StateMismatchException(
          "rows of the state are yet to be caught up; optimizer.sparse must be deferred, got %s"
              .formatted(settings.sparseUpdates().name().toLowerCase(Locale.ROOT)));
    }
    if (header.caughtUp() != null && header.step() - header.caughtUp() > DeferredRows.MOST_STEPS) {
      throw new StateMismatchException(
          "rows of the state must have missed at most %d steps, got %d"
              .formatted(DeferredRows.MOST_STEPS, header.step() - header.caughtUp()));
    }
  }

  private void requireScalars() {
    if (!header.scalars().keySet().equals(settings.optimizer().scalars().keySet())) {
      throw new StateMismatchException(
          "the state has the scalars %s, %s has %s"
              .formatted(
                  header.scalars().keySet(),
                  settings.optimizer().name(),
                  settings.optimizer().scalars().keySet()));
    }
  }

  private void requireAccumulation() {
    int gradients = header.accumulated().gradients();
    if (gradients > 0 && gradients >= settings.accumulationSteps()) {
      throw new StateMismatchException(
          "the state holds %d gradients of a step that is not complete; batch.accumulation-steps must be above that, got %d"
              .formatted(gradients, settings.accumulationSteps()));
    }
    if (header.accumulated().rows() > layout.rows()) {
      throw new StateMismatchException(
          "the state holds gradients of %d rows, the table has %d"
              .formatted(header.accumulated().rows(), layout.rows()));
    }
  }

  private @Nullable PlateauMemory plateau() {
    StateHeader.Plateau memory = header.plateau();
    if (memory == null) {
      return null;
    }
    ReduceOnPlateau own = settings.plateau();
    if (own == null) {
      throw new StateMismatchException(
          "the state holds what schedule.type = plateau remembers; the schedule is another");
    }
    Double best = memory.best();
    try {
      return PlateauMemory.of(
          best == null ? PlateauMemory.initial(own).best() : best,
          memory.badObservations(),
          memory.cooldownLeft(),
          memory.factor());
    } catch (IllegalArgumentException e) {
      throw new StateMismatchException("the state's " + e.getMessage());
    }
  }

  private void requireAveraging() {
    StateHeader.Averaged averaged = header.averaged();
    AveragingSettings own = settings.averaging();
    // Without an average the state fits every setting: one begins with the next step.
    boolean same =
        averaged == null
            || (averaged.kind() == own.kind()
                && (own.kind() != AveragingSettings.Kind.EMA || averaged.decay() == own.decay()));
    if (averaged != null && !same) {
      throw new StateMismatchException(
          "the state holds an average of kind %s and decay %s, averaging is %s with decay %s"
              .formatted(averaged.kind(), averaged.decay(), own.kind(), own.decay()));
    }
  }

  /** The tables to read, where they are those that were saved. */
  private List<StateTable> inSavedOrder(Map<String, StateTable> expected, int @Nullable [] listed) {
    long rows = listed == null ? layout.rows() : listed.length;
    Map<String, SavedState.Size> found = saved.sizes();
    for (Map.Entry<String, StateTable> table : expected.entrySet()) {
      PagedTable values = table.getValue().values();
      SavedState.Size size =
          table.getValue().isByRow()
              ? new SavedState.Size(rows, values.columns())
              : SavedState.Size.of(values);
      SavedState.@Nullable Size other = found.get(table.getKey());
      if (other == null) {
        throw new StateMismatchException("the state lacks " + table.getKey() + size);
      }
      if (!other.equals(size)) {
        throw new StateMismatchException(
            "%s of the state is %s, not %s".formatted(table.getKey(), other, size));
      }
    }
    List<StateTable> tables = new ArrayList<>();
    for (String name : found.keySet()) {
      StateTable table = expected.get(name);
      if (table == null) {
        throw new StateMismatchException(
            "the state holds %s, which a state of %s does not have"
                .formatted(name, header.fingerprint()));
      }
      tables.add(table);
    }
    return tables;
  }

  private void requireLastSteps(PagedTable steps, long caughtUp) {
    long left = steps.rows();
    for (int page = 0; page < steps.pageCount(); page++) {
      double[] values = steps.readOnlyPage(page);
      int count = (int) Math.min(left, values.length);
      left -= count;
      for (int i = 0; i < count; i++) {
        if (!(values[i] >= caughtUp
            && values[i] <= header.step()
            && values[i] == Math.rint(values[i]))) {
          throw new StateMismatchException(
              "the last step of each row must be whole and from %d to %d, got %s"
                  .formatted(caughtUp, header.step(), values[i]));
        }
      }
    }
  }

  private void requireIncludedSteps(PagedTable steps, long firstStep) {
    // Dense updates bring every row's average up to date, and take it for granted.
    boolean isDense = settings.sparseUpdates() == SparseUpdates.DENSE;
    long left = steps.rows();
    for (int page = 0; page < steps.pageCount(); page++) {
      double[] values = steps.readOnlyPage(page);
      int count = (int) Math.min(left, values.length);
      left -= count;
      for (int i = 0; i < count; i++) {
        double step = values[i];
        if (!(step >= firstStep && step <= header.step() && step == Math.rint(step))) {
          throw new StateMismatchException(
              "the average of each row must have a whole step from %d to %d in it, got %s"
                  .formatted(firstStep, header.step(), step));
        }
        if (isDense && step < header.step()) {
          throw new StateMismatchException(
              "the state's average was kept under optimizer.sparse = lazy, this run's would be under dense");
        }
      }
    }
  }

  private void requireRows(@Nullable AccumulatedTables accumulated) {
    if (accumulated == null) {
      return;
    }
    double before = -1;
    for (double row : accumulated.rows()) {
      if (!(row > before && row < layout.rows() && row == Math.rint(row))) {
        throw new StateMismatchException(
            "the rows of accumulated gradients must be whole, ascending and below %d, got %s after %s"
                .formatted(layout.rows(), row, before));
      }
      before = row;
    }
  }
}
