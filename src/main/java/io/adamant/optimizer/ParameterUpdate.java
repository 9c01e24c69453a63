package io.adamant.optimizer;

import io.adamant.linalg.PagedTable;
import io.adamant.linalg.Parallel;
import io.adamant.linalg.SparseRows;
import java.util.Arrays;
import java.util.List;

/**
 * One optimizer step over all parameters: hands the optimizer runs of the table and of the tensors,
 * each with its group's settings.
 *
 * <p>Order of use: {@link #initialState} once, then {@link #step} many times with that state.
 */
public final class ParameterUpdate {
  /** Values a run: its gradients, 32 KiB, stay in the first-level cache. */
  private static final int RUN_VALUES = 1 << 12;

  /** Fewer runs than this are not worth a second thread. */
  private static final int SMALLEST_RUNS = 2;

  private final Optimizer optimizer;
  private final List<ParameterGroup> groups;
  private final SparseUpdates sparseUpdates;

  public ParameterUpdate(
      Optimizer optimizer, List<ParameterGroup> groups, SparseUpdates sparseUpdates) {
    this.optimizer = optimizer;
    this.groups = List.copyOf(groups);
    this.sparseUpdates = sparseUpdates;
  }

  public Optimizer optimizer() {
    return optimizer;
  }

  /** The state before the first step, all slots zero. */
  public OptimizerState initialState(ParameterLayout layout) {
    return initialState(layout, PagedTable.DEFAULT_PAGE_VALUES);
  }

  /** The state before the first step of parameters with pages of {@code pageValues}. */
  public OptimizerState initialState(ParameterLayout layout, int pageValues) {
    return new OptimizerState(optimizer, layout, pageValues);
  }

  /**
   * Moves parameters and state by one step.
   *
   * @param gradient the mean gradient, already clipped
   * @param learningRate the rate of this step, before group factors
   * @throws IllegalArgumentException where the state belongs to another optimizer or layout
   */
  public void step(
      Parameters parameters, Gradient gradient, OptimizerState state, double learningRate) {
    String expected = OptimizerState.fingerprint(optimizer, parameters.layout());
    if (!state.fingerprint().equals(expected)) {
      throw new IllegalArgumentException(
          "the state belongs to %s, not to %s".formatted(state.fingerprint(), expected));
    }
    state.beginStep();
    Parameters[] slots = state.slots().values().toArray(Parameters[]::new);
    PagedTable[] slotTables = new PagedTable[slots.length];
    for (int s = 0; s < slots.length; s++) {
      slotTables[s] = slots[s].table();
    }
    ParameterLayout layout = parameters.layout();
    GroupSettings tableGroup = group(layout.tableName(), learningRate);
    if (sparseUpdates == SparseUpdates.DENSE) {
      stepWholeTable(parameters.table(), gradient.table(), slotTables, state.step(), tableGroup);
    } else {
      stepRowsOf(parameters.table(), gradient.table(), slotTables, state.step(), tableGroup);
    }
    for (int i = 0; i < parameters.tensors().length; i++) {
      GroupSettings group = group(layout.tensors().get(i).name(), learningRate);
      Segment segment = segment(slots.length, state.step(), group);
      segment.parameters = parameters.tensors()[i];
      segment.gradients = gradient.tensors()[i];
      segment.length = segment.parameters.length;
      for (int s = 0; s < slots.length; s++) {
        segment.slots[s] = slots[s].tensors()[i];
      }
      optimizer.update(segment);
    }
  }

  /** What a parameter group comes to in a step. */
  private record GroupSettings(double learningRate, double weightDecay) {}

  private GroupSettings group(String tensor, double learningRate) {
    ParameterGroup group = ParameterGroup.of(tensor, groups);
    Double decay = group.weightDecay();
    return new GroupSettings(
        learningRate * group.learningRateFactor(), decay == null ? optimizer.weightDecay() : decay);
  }

  private static Segment segment(int slots, long step, GroupSettings group) {
    Segment segment = new Segment();
    segment.step = step;
    segment.slots = new double[slots][];
    segment.learningRate = group.learningRate();
    segment.weightDecay = group.weightDecay();
    return segment;
  }

  /** Steps every row, in runs whose gradients are spread out of the sparse rows. */
  private void stepWholeTable(
      PagedTable table, SparseRows gradient, PagedTable[] slots, long step, GroupSettings group) {
    int columns = table.columns();
    int runRows = Math.min(runRows(columns), table.rowsPerPage());
    int runs = Math.toIntExact((table.rows() + runRows - 1) / runRows);
    int[] ids = gradient.ids();
    Parallel.forRanges(
        runs,
        SMALLEST_RUNS,
        (from, to) -> {
          Segment segment = segment(slots.length, step, group);
          segment.gradients = new double[runRows * columns];
          int next = firstAtLeast(ids, (long) from * runRows);
          for (int run = from; run < to; run++) {
            long first = (long) run * runRows;
            int rows = (int) Math.min(runRows, table.rows() - first);
            Arrays.fill(segment.gradients, 0.0);
            for (; next < ids.length && ids[next] < first + rows; next++) {
              int at = (int) (ids[next] - first) * columns;
              System.arraycopy(gradient.values(), next * columns, segment.gradients, at, columns);
            }
            int page = table.pageOf(first);
            segment.parameters = table.page(page);
            for (int s = 0; s < slots.length; s++) {
              segment.slots[s] = slots[s].page(page);
            }
            segment.offset = table.offsetOf(first);
            segment.length = rows * columns;
            optimizer.update(segment);
          }
        });
  }

  /** Rows a run: a power of two, so that no run crosses pages. */
  private static int runRows(int columns) {
    return Integer.highestOneBit(Math.max(1, RUN_VALUES / columns));
  }

  private static int firstAtLeast(int[] ids, long id) {
    if (id > Integer.MAX_VALUE) {
      return ids.length;
    }
    int place = Arrays.binarySearch(ids, (int) id);
    return place >= 0 ? place : -place - 1;
  }

  /** Steps the rows that have a gradient: gathers them into runs, updates, scatters them back. */
  private void stepRowsOf(
      PagedTable table, SparseRows gradient, PagedTable[] slots, long step, GroupSettings group) {
    int columns = table.columns();
    int runRows = runRows(columns);
    int[] ids = gradient.ids();
    Parallel.forRanges(
        ids.length,
        SMALLEST_RUNS * runRows,
        (from, to) -> {
          Segment segment = segment(slots.length, step, group);
          segment.parameters = new double[runRows * columns];
          segment.gradients = new double[runRows * columns];
          for (int s = 0; s < slots.length; s++) {
            segment.slots[s] = new double[runRows * columns];
          }
          for (int first = from; first < to; first += runRows) {
            int rows = Math.min(runRows, to - first);
            segment.length = rows * columns;
            System.arraycopy(
                gradient.values(), first * columns, segment.gradients, 0, segment.length);
            table.gather(ids, first, rows, segment.parameters);
            for (int s = 0; s < slots.length; s++) {
              slots[s].gather(ids, first, rows, segment.slots[s]);
            }
            optimizer.update(segment);
            table.scatter(ids, first, rows, segment.parameters);
            for (int s = 0; s < slots.length; s++) {
              slots[s].scatter(ids, first, rows, segment.slots[s]);
            }
          }
        });
  }
}
