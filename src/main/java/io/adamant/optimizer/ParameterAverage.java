package io.adamant.optimizer;

import io.adamant.linalg.IntegerPower;
import io.adamant.linalg.PagedTable;
import io.adamant.linalg.Parallel;
import io.adamant.linalg.RowPlaces;
import java.io.Serializable;

/**
 * The running average of the parameters, as {@code torch.optim.swa_utils.AveragedModel} keeps it:
 *
 * <pre>
 *   EMA    a ← a + (1 − d)(θ − a)
 *   TAIL   a ← a + (θ − a) / n,     n the number of steps since the average began
 * </pre>
 *
 * <p>A row that m steps left alone is caught up at once, since its θ did not change: with {@code 1
 * − dᵐ} in place of {@code 1 − d}, and {@code m / n} in place of {@code 1 / n}. So a lazy step
 * costs the rows that it touches. This deviates from m single steps by rounding alone.
 */
final class ParameterAverage implements Serializable {
  private static final int SMALLEST_RANGE = 1 << 13;

  private final AveragingSettings settings;
  private final Parameters average;

  private final PagedTable includedSteps;

  private final long firstStep;
  private long tensorStep;

  /** An average that is the parameters of one step. */
  ParameterAverage(AveragingSettings settings, Parameters parameters, long step) {
    this.settings = settings;
    average = parameters.copy();
    includedSteps = steps(parameters, step);
    firstStep = step;
    tensorStep = step;
  }

  /**
   * An average that is yet to be filled with what was saved.
   *
   * @param includedStep the last step that rows have in them of which nothing was saved
   */
  ParameterAverage(
      AveragingSettings settings,
      ParameterLayout layout,
      RowPlaces places,
      int pageValues,
      StateHeader.Averaged saved,
      long includedStep) {
    this.settings = settings;
    average = new Parameters(layout, places, pageValues);
    includedSteps = steps(average, includedStep);
    firstStep = saved.firstStep();
    tensorStep = saved.tensorStep();
  }

  private static PagedTable steps(Parameters parameters, long step) {
    long rows = parameters.table().rows();
    int pageValues = PagedTable.DEFAULT_PAGE_VALUES;
    if (parameters.places().areAll()) {
      return new PagedTable(rows, 1, pageValues, (double) step);
    }
    PagedTable steps = PagedTable.growing(1, pageValues, (double) step);
    steps.grow(rows);
    return steps;
  }

  /**
   * Gives an average to rows that were touched since: what they were before, they are on average.
   */
  void follow() {
    includedSteps.grow(average.table().rows());
  }

  StateHeader.Averaged header() {
    return new StateHeader.Averaged(settings.kind(), settings.decay(), firstStep, tensorStep);
  }

  /** The first step whose parameters count. */
  long firstStep() {
    return firstStep;
  }

  /** The last step that each row of the table's average has in it. */
  PagedTable includedSteps() {
    return includedSteps;
  }

  /**
   * A copy of the average with the steps up to {@code step} brought in. The average itself stays:
   * bringing a row's steps in at once or in parts differs by rounding, and looking at an average
   * must not change a run.
   */
  Parameters completed(Parameters parameters, long step) {
    ParameterAverage copy = copyAt(average.places());
    copy.includeAll(parameters, step);
    return copy.average;
  }

  /**
   * The same average in arrays of its own.
   *
   * @param places where its rows stand: the same as here, or a copy
   */
  ParameterAverage copyAt(RowPlaces places) {
    return new ParameterAverage(this, places);
  }

  private ParameterAverage(ParameterAverage other, RowPlaces places) {
    settings = other.settings;
    average = other.average.copyAt(places);
    includedSteps = other.includedSteps.copy();
    firstStep = other.firstStep;
    tensorStep = other.tensorStep;
  }

  /** The average as it is; complete after {@link #includeAll}. */
  Parameters parameters() {
    return average;
  }

  /** Brings in the steps up to {@code step} of rows that did not change in them. */
  void includeRows(Parameters parameters, int[] places, long step) {
    Parallel.forRanges(
        places.length,
        SMALLEST_RANGE,
        (from, to) -> {
          for (int i = from; i < to; i++) {
            includeRow(parameters.table(), places[i], step);
          }
        });
  }

  /** Brings in the steps up to {@code step} of the tensors. */
  void includeTensors(Parameters parameters, long step) {
    double share = share(tensorStep, step);
    for (int i = 0; i < average.tensors().length; i++) {
      double[] values = parameters.tensors()[i];
      include(values, 0, average.tensors()[i], 0, values.length, share);
    }
    tensorStep = step;
  }

  /** Brings in the steps up to {@code step} of everything. */
  void includeAll(Parameters parameters, long step) {
    long rows = parameters.table().rows();
    int ranges = Math.toIntExact((rows + SMALLEST_RANGE - 1) / SMALLEST_RANGE);
    Parallel.forRanges(
        ranges,
        1,
        (from, to) -> {
          long last = Math.min(rows, (long) to * SMALLEST_RANGE);
          for (long row = (long) from * SMALLEST_RANGE; row < last; row++) {
            includeRow(parameters.table(), row, step);
          }
        });
    includeTensors(parameters, step);
  }

  private void includeRow(PagedTable table, long row, long step) {
    long included = (long) includedSteps.get(row, 0);
    if (included < step) {
      double[] values = table.readOnlyPage(table.pageOf(row));
      double[] averages = average.table().page(average.table().pageOf(row));
      int at = table.offsetOf(row);
      int averageAt = average.table().offsetOf(row);
      include(values, at, averages, averageAt, table.columns(), share(included, step));
      includedSteps.set(row, 0, (double) step);
    }
  }

  private static void include(
      double[] values, int from, double[] averages, int to, int count, double share) {
    for (int i = 0; i < count; i++) {
      averages[to + i] += share * (values[from + i] - averages[to + i]);
    }
  }

  /** The weight of parameters that were the same in all steps after {@code included}. */
  private double share(long included, long step) {
    return switch (settings.kind()) {
      case NONE -> 0.0;
      case EMA -> 1 - IntegerPower.of(settings.decay(), step - included);
      case TAIL -> (double) (step - included) / (step - firstStep + 1);
    };
  }
}
