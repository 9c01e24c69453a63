package io.adamant.optimizer;

import io.adamant.linalg.PagedTable;
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
    Segment segment = new Segment();
    segment.step = state.step();
    segment.slots = new double[slots.length][];

    enterGroup(segment, parameters.layout().tableName(), learningRate);
    if (sparseUpdates == SparseUpdates.DENSE) {
      stepWholeTable(parameters.table(), gradient.table(), slots, segment);
    } else {
      stepRowsOf(parameters.table(), gradient.table(), slots, segment);
    }
    for (int i = 0; i < parameters.tensors().length; i++) {
      enterGroup(segment, parameters.layout().tensors().get(i).name(), learningRate);
      segment.parameters = parameters.tensors()[i];
      segment.gradients = gradient.tensors()[i];
      segment.offset = 0;
      segment.length = segment.parameters.length;
      for (int s = 0; s < slots.length; s++) {
        segment.slots[s] = slots[s].tensors()[i];
      }
      optimizer.update(segment);
    }
  }

  private void enterGroup(Segment segment, String tensor, double learningRate) {
    ParameterGroup group = ParameterGroup.of(tensor, groups);
    Double decay = group.weightDecay();
    segment.learningRate = learningRate * group.learningRateFactor();
    segment.weightDecay = decay == null ? optimizer.weightDecay() : decay;
  }

  /** Steps every row, in runs whose gradients are spread out of the sparse rows. */
  private void stepWholeTable(
      PagedTable table, SparseRows gradient, Parameters[] slots, Segment segment) {
    int columns = table.columns();
    int runRows = Math.max(1, RUN_VALUES / columns);
    int[] ids = gradient.ids();
    double[] run = new double[runRows * columns];
    segment.gradients = run;
    int next = 0;
    for (int page = 0; page < table.pageCount(); page++) {
      segment.parameters = table.page(page);
      for (int s = 0; s < slots.length; s++) {
        segment.slots[s] = slots[s].table().page(page);
      }
      int pageRows = segment.parameters.length / columns;
      for (int row = 0; row < pageRows; row += runRows) {
        int rows = Math.min(runRows, pageRows - row);
        long first = table.firstRow(page) + row;
        Arrays.fill(run, 0.0);
        for (; next < ids.length && ids[next] < first + rows; next++) {
          int at = (int) (ids[next] - first) * columns;
          System.arraycopy(gradient.values(), next * columns, run, at, columns);
        }
        segment.offset = row * columns;
        segment.length = rows * columns;
        optimizer.update(segment);
      }
    }
  }

  /** Steps the rows that have a gradient: gathers them into runs, updates, scatters them back. */
  private void stepRowsOf(
      PagedTable table, SparseRows gradient, Parameters[] slots, Segment segment) {
    int columns = table.columns();
    int runRows = Math.max(1, RUN_VALUES / columns);
    int[] ids = gradient.ids();
    segment.offset = 0;
    segment.parameters = new double[runRows * columns];
    segment.gradients = new double[runRows * columns];
    for (int s = 0; s < slots.length; s++) {
      segment.slots[s] = new double[runRows * columns];
    }
    for (int first = 0; first < ids.length; first += runRows) {
      int rows = Math.min(runRows, ids.length - first);
      segment.length = rows * columns;
      System.arraycopy(gradient.values(), first * columns, segment.gradients, 0, segment.length);
      gather(table, ids, first, rows, segment.parameters);
      for (int s = 0; s < slots.length; s++) {
        gather(slots[s].table(), ids, first, rows, segment.slots[s]);
      }
      optimizer.update(segment);
      scatter(segment.parameters, ids, first, rows, table);
      for (int s = 0; s < slots.length; s++) {
        scatter(segment.slots[s], ids, first, rows, slots[s].table());
      }
    }
  }

  private static void gather(PagedTable table, int[] ids, int first, int rows, double[] run) {
    int columns = table.columns();
    for (int i = 0; i < rows; i++) {
      int id = ids[first + i];
      System.arraycopy(table.page(table.pageOf(id)), table.offsetOf(id), run, i * columns, columns);
    }
  }

  private static void scatter(double[] run, int[] ids, int first, int rows, PagedTable table) {
    int columns = table.columns();
    for (int i = 0; i < rows; i++) {
      int id = ids[first + i];
      System.arraycopy(run, i * columns, table.page(table.pageOf(id)), table.offsetOf(id), columns);
    }
  }
}
