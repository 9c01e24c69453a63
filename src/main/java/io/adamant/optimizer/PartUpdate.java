package io.adamant.optimizer;

import io.adamant.linalg.PagedTable;
import io.adamant.linalg.Parallel;
import java.util.Arrays;
import java.util.List;

/**
 * One step of one part of the parameters: hands the rule runs of rows, on all cores.
 *
 * <p>Where the runs begin depends on the part's shape alone, and so does the order in which their
 * sums are added up: neither the number of cores nor the size of pages changes a bit.
 */
final class PartUpdate {
  /** Values a run: its gradients, 32 KiB, stay in the first-level cache. */
  private static final int RUN_VALUES = 1 << 12;

  /** Fewer runs than this are not worth a second thread. */
  private static final int SMALLEST_RUNS = 2;

  private final Optimizer optimizer;
  private final ParameterPart part;
  private final StepSettings settings;
  private final PagedTable parameters;
  private final List<Slot> slots;
  private final PagedTable[] slotTables;

  /**
   * @param parameters the table or tensor that the part belongs to
   * @param slotTables the part's own slots
   */
  PartUpdate(
      Optimizer optimizer,
      ParameterPart part,
      StepSettings settings,
      PagedTable parameters,
      PagedTable[] slotTables) {
    this.optimizer = optimizer;
    this.part = part;
    this.settings = settings;
    this.parameters = parameters;
    this.slots = optimizer.slots(part);
    this.slotTables = slotTables;
  }

  /** Takes the step. */
  void step(UpdatedRows rows) {
    if (rows.count() == 0 || part.columns() == 0) {
      return;
    }
    int runRows = Integer.highestOneBit(Math.max(1, RUN_VALUES / part.columns()));
    int runs = Math.toIntExact((rows.count() + runRows - 1) / runRows);
    double[] totals = new double[optimizer.sums(part)];
    for (int pass = 0; pass < optimizer.passes(); pass++) {
      double[][] sums = new double[runs][];
      int number = pass;
      double[] before = totals;
      Parallel.forRanges(
          runs,
          SMALLEST_RUNS,
          (from, to) -> {
            Run run = new Run(rows, runRows, number, before);
            for (int i = from; i < to; i++) {
              sums[i] = run.update(i);
            }
          });
      totals = sum(before, total(sums, 0, runs));
      finishPass(pass, totals);
    }
  }

  /** Adds up in pairs, so that errors grow with the logarithm of the number of runs. */
  private static double[] total(double[][] sums, int from, int to) {
    if (to - from == 1) {
      return sums[from];
    }
    int middle = (from + to) >>> 1;
    return sum(total(sums, from, middle), total(sums, middle, to));
  }

  private static double[] sum(double[] left, double[] right) {
    double[] sum = left.clone();
    for (int i = 0; i < sum.length; i++) {
      sum[i] += right[i];
    }
    return sum;
  }

  private void finishPass(int pass, double[] totals) {
    Segment segment = segment(pass, totals);
    for (int s = 0; s < slotTables.length; s++) {
      if (isShared(slots.get(s).shape())) {
        segment.slots[s] = slotTables[s].page(0);
      }
    }
    optimizer.finishPass(segment);
  }

  private static boolean isShared(Slot.Shape shape) {
    return shape == Slot.Shape.COLUMN || shape == Slot.Shape.PART;
  }

  private Segment segment(int pass, double[] totals) {
    Segment segment = new Segment(part, slots.size(), settings);
    segment.pass = pass;
    segment.totals = totals;
    Arrays.fill(segment.slots, new double[0]);
    return segment;
  }

  /** Goes over runs, each either in place or gathered into arrays of its own and scattered back. */
  private final class Run {
    private final UpdatedRows rows;
    private final int runRows;
    private final Segment segment;
    private final boolean inPlace;

    /** Whether the gradient of each run must be written to the segment's own array. */
    private final boolean isWritten;

    private final boolean isLastPass;

    Run(UpdatedRows rows, int runRows, int pass, double[] totals) {
      this.rows = rows;
      this.runRows = runRows;
      segment = segment(pass, totals);
      isLastPass = pass == optimizer.passes() - 1;
      inPlace =
          rows.areAll()
              && part.columns() == parameters.columns()
              && runRows <= parameters.rowsPerPage();
      double[] whole = rows.wholeGradient();
      isWritten = !inPlace || whole == null;
      if (inPlace && whole != null) {
        segment.gradient = whole;
      } else if (inPlace) {
        // The gradient stands where the parameters stand in their page.
        segment.gradient = new double[parameters.readOnlyPage(0).length];
      } else {
        segment.gradient = new double[runRows * part.columns()];
        segment.parameters = new double[runRows * part.columns()];
      }
      for (int s = 0; s < slotTables.length; s++) {
        Slot.Shape shape = slots.get(s).shape();
        if (isShared(shape)) {
          segment.slots[s] = slotTables[s].page(0);
        } else if (isCopied(shape)) {
          segment.slots[s] = new double[runRows * slotTables[s].columns()];
        }
      }
    }

    private boolean isCopied(Slot.Shape shape) {
      return shape == Slot.Shape.ROW || (shape == Slot.Shape.ELEMENT && !inPlace);
    }

    /** Updates one run; what its rows have summed up. */
    double[] update(int run) {
      long first = (long) run * runRows;
      int count = (int) Math.min(runRows, rows.count() - first);
      segment.length = count * part.columns();
      segment.sums = new double[optimizer.sums(part)];
      load(first, count);
      if (isWritten) {
        rows.gradient(first, count, segment.gradient, segment.offset);
      }
      optimizer.update(segment);
      if (isLastPass && settings.l1() > 0) {
        shrink(segment.parameters, segment.offset, segment.length, settings.l1());
      }
      store(first, count);
      return segment.sums;
    }

    private void load(long first, int count) {
      if (inPlace) {
        segment.parameters = parameters.page(parameters.pageOf(first));
        segment.offset = parameters.offsetOf(first);
      } else {
        rows.load(parameters, part.firstColumn(), part.columns(), first, count, segment.parameters);
      }
      for (int s = 0; s < slotTables.length; s++) {
        PagedTable table = slotTables[s];
        Slot.Shape shape = slots.get(s).shape();
        if (isCopied(shape)) {
          rows.load(table, 0, table.columns(), first, count, segment.slots[s]);
        } else if (shape == Slot.Shape.ELEMENT) {
          segment.slots[s] = table.page(table.pageOf(first));
        }
      }
    }

    private void store(long first, int count) {
      if (!inPlace && isLastPass) {
        rows.store(
            parameters, part.firstColumn(), part.columns(), first, count, segment.parameters);
      }
      for (int s = 0; s < slotTables.length; s++) {
        if (isCopied(slots.get(s).shape())) {
          PagedTable table = slotTables[s];
          rows.store(table, 0, table.columns(), first, count, segment.slots[s]);
        }
      }
    }
  }

  /** The proximal step of an L1 penalty: towards zero by {@code limit}, and no further. */
  static void shrink(double[] values, int from, int length, double limit) {
    for (int at = from; at < from + length; at++) {
      double value = values[at];
      values[at] = value > limit ? value - limit : value < -limit ? value + limit : nearZero(value);
    }
  }

  /** Zero, but what is not a number stays so. */
  private static double nearZero(double value) {
    return Double.isNaN(value) ? value : 0.0;
  }
}
