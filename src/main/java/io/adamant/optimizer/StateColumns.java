package io.adamant.optimizer;

import io.adamant.linalg.PagedTable;
import io.adamant.linalg.Parallel;
import io.adamant.linalg.RowPlaces;
import java.util.List;
import java.util.Map;

/**
 * Parameters side by side with what the optimizer remembers of them: a table row has its
 * parameters, then the values of each slot, and behind the dense tensors stand the slots of each.
 * It is what steps on a copy need, and what they change.
 *
 * <p>For rules whose slots have a value for each parameter.
 */
public final class StateColumns {
  /** Fewer rows than this are not worth a second thread. */
  private static final int PARALLEL_ROWS = 1 << 13;

  private final Optimizer optimizer;
  private final ParameterLayout layout;
  private final List<ParameterPart> tableParts;
  private final int slots;

  /** Kept, since the layout adds it up anew each time, and here each row asks. */
  private final int parameters;

  /**
   * @param layout where the columns of the table count, not its rows
   */
  public StateColumns(Optimizer optimizer, ParameterLayout layout) {
    this.optimizer = optimizer;
    this.layout = layout;
    parameters = layout.columns();
    tableParts = layout.parts().subList(0, layout.columnGroups().size());
    slots = optimizer.slots(layout.parts().get(0)).size();
    for (ParameterPart part : layout.parts()) {
      for (Slot slot : optimizer.slots(part)) {
        if (slot.shape() != Slot.Shape.ELEMENT) {
          throw new IllegalArgumentException(
              "%s has no value of %s for each parameter".formatted(optimizer.name(), slot.name()));
        }
      }
    }
  }

  /** Parameters a row. */
  public int parameters() {
    return parameters;
  }

  /** Parameters and values of slots a row. */
  public int columns() {
    return parameters * (1 + slots);
  }

  /** Number of dense tensors. */
  public int tensors() {
    return layout.tensors().size();
  }

  /** Zeros in the shape of the dense tensors and their slots. */
  public double[][] zeroTensors() {
    double[][] zeros = new double[tensors() * (1 + slots)][];
    for (int i = 0; i < zeros.length; i++) {
      zeros[i] = new double[layout.tensors().get(i % tensors()).size()];
    }
    return zeros;
  }

  /**
   * Copies of some rows, {@link #columns} values each. The rows are touched: steps on the copies
   * will change them.
   */
  public double[] rows(Parameters parameters, OptimizerState state, int[] ids) {
    int[] places = parameters.touch(ids);
    state.follow(parameters.places());
    double[] rows = new double[Math.multiplyExact(ids.length, columns())];
    copyColumns(parameters.table(), 0, this.parameters, places, rows);
    int slot = 1;
    for (List<PagedTable> ofParts : state.slots().values()) {
      for (int i = 0; i < tableParts.size(); i++) {
        int to = slot * this.parameters + tableParts.get(i).firstColumn();
        copyColumns(ofParts.get(i), to, tableParts.get(i).columns(), places, rows);
      }
      slot++;
    }
    return rows;
  }

  private void copyColumns(PagedTable table, int first, int width, int[] places, double[] rows) {
    int columns = columns();
    Parallel.forRanges(
        places.length,
        PARALLEL_ROWS,
        (from, to) -> {
          for (int i = from; i < to; i++) {
            for (int column = 0; column < width; column++) {
              rows[i * columns + first + column] = table.get(places[i], column);
            }
          }
        });
  }

  /** Copies of the dense tensors, and behind them of the slots of each. */
  public double[][] tensors(Parameters parameters, OptimizerState state) {
    double[][] tensors = zeroTensors();
    for (int i = 0; i < tensors.length; i++) {
      double[] from = tensor(parameters, state, i);
      System.arraycopy(from, 0, tensors[i], 0, from.length);
    }
    return tensors;
  }

  /** A dense tensor or a slot of one, by its place in {@link #tensors}; not a copy. */
  private double[] tensor(Parameters parameters, OptimizerState state, int place) {
    int tensor = place % tensors();
    if (place < tensors()) {
      return parameters.tensors()[tensor];
    }
    List<PagedTable> ofParts = List.copyOf(state.slots().values()).get(place / tensors() - 1);
    PagedTable slot = ofParts.get(tableParts.size() + tensor);
    return slot.rows() == 0 ? new double[0] : slot.page(0);
  }

  /**
   * Writes the slots of some rows, and leaves the parameters.
   *
   * @param rows {@code width} values each, of which the first are those of {@link #rows}
   */
  void writeSlots(
      Parameters parameters, OptimizerState state, int[] ids, double[] rows, int width) {
    int[] places = parameters.touch(ids);
    int slot = 1;
    for (List<PagedTable> ofParts : state.slots().values()) {
      for (int i = 0; i < tableParts.size(); i++) {
        int first = slot * this.parameters + tableParts.get(i).firstColumn();
        writeColumns(ofParts.get(i), places, rows, width, first);
      }
      slot++;
    }
  }

  private static void writeColumns(
      PagedTable table, int[] places, double[] rows, int width, int first) {
    Parallel.forRanges(
        places.length,
        PARALLEL_ROWS,
        (from, to) -> {
          for (int row = from; row < to; row++) {
            for (int column = 0; column < table.columns(); column++) {
              table.set(places[row], column, rows[row * width + first + column]);
            }
          }
        });
  }

  /** Writes the slots of the dense tensors, and leaves the tensors. */
  void writeSlotsOfTensors(Parameters parameters, OptimizerState state, double[][] tensors) {
    for (int place = tensors(); place < tensors() * (1 + slots); place++) {
      double[] to = tensor(parameters, state, place);
      System.arraycopy(tensors[place], 0, to, 0, to.length);
    }
  }

  /**
   * Copies to take steps on, of some rows alone; a row's place is its id.
   *
   * @param rows as {@link #rows} has them
   * @param tensors as {@link #tensors} has them
   * @param step steps that the optimizer has taken
   * @param scalars what it remembers once for all parameters
   */
  public StateCopy copy(double[] rows, double[][] tensors, long step, Map<String, Double> scalars) {
    int count = rows.length / columns();
    ParameterLayout some =
        new ParameterLayout(layout.tableName(), count, layout.columnGroups(), layout.tensors());
    // In one page each: models read the rows as one array.
    Parameters parameters = new Parameters(some, RowPlaces.all(count), Integer.MAX_VALUE);
    OptimizerState state = new OptimizerState(optimizer, some, Integer.MAX_VALUE, false);
    state.countFrom(step, scalars);
    if (count > 0) {
      copyRows(rows, 0, parameters.table());
      int slot = 1;
      for (List<PagedTable> ofParts : state.slots().values()) {
        for (int i = 0; i < tableParts.size(); i++) {
          int first = slot * this.parameters + tableParts.get(i).firstColumn();
          copyRows(rows, first, ofParts.get(i));
        }
        slot++;
      }
    }
    for (int place = 0; place < tensors.length; place++) {
      double[] to = tensor(parameters, state, place);
      System.arraycopy(tensors[place], 0, to, 0, to.length);
    }
    return new StateCopy(parameters, state);
  }

  private void copyRows(double[] rows, int first, PagedTable table) {
    double[] to = table.page(0);
    int width = table.columns();
    int columns = columns();
    for (int row = 0; row * width < to.length; row++) {
      for (int column = 0; column < width; column++) {
        to[row * width + column] = rows[row * columns + first + column];
      }
    }
  }
}
