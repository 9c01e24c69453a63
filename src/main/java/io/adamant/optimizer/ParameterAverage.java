package io.adamant.optimizer;

import io.adamant.linalg.IntegerPower;
import io.adamant.linalg.PagedTable;
import io.adamant.linalg.Parallel;
import java.io.Serializable;

/**
 * The running average of the parameters, as {@code torch.optim.swa_utils.AveragedModel} keeps it:
 *
 * <pre>
 *   EMA    a ← a + (1 − d)(θ − a)
 *   TAIL   a ← a + (θ − a) / n,     n the number of steps that count
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

  /** The last step that each row of the table's average has in it. */
  private final PagedTable includedSteps;

  private long tensorStep;

  /** An average that is the parameters of one step. */
  ParameterAverage(AveragingSettings settings, Parameters parameters, long step) {
    this.settings = settings;
    average = parameters.copy();
    PagedTable table = parameters.table();
    int pageValues = PagedTable.DEFAULT_PAGE_VALUES;
    includedSteps = new PagedTable(table.rows(), 1, pageValues, (double) step);
    tensorStep = step;
  }

  /** The average as it is; complete after {@link #includeAll}. */
  Parameters parameters() {
    return average;
  }

  /** Brings in the steps up to {@code step} of rows that did not change in them. */
  void includeRows(Parameters parameters, int[] ids, long step) {
    Parallel.forRanges(
        ids.length,
        SMALLEST_RANGE,
        (from, to) -> {
          for (int i = from; i < to; i++) {
            includeRow(parameters.table(), ids[i], step);
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
      case TAIL -> (double) (step - included) / (step - settings.startStep() + 1);
    };
  }
}
