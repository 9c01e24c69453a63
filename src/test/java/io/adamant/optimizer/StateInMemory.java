package io.adamant.optimizer;

import io.adamant.linalg.PagedTable;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A saved state that lies in memory, where a test may bend it. */
final class StateInMemory implements SavedState {
  StateHeader header;

  /** All values of each table, row after row. */
  final LinkedHashMap<String, double[]> values = new LinkedHashMap<>();

  final LinkedHashMap<String, Size> sizes = new LinkedHashMap<>();

  /** The rows that tables list; null where they hold all. */
  int @Nullable [] listed;

  private final Deque<double[]> unread = new ArrayDeque<>();

  StateInMemory(OptimizerState state) {
    header = state.header();
    for (Map.Entry<String, StateTable> table : state.tables().entrySet()) {
      sizes.put(table.getKey(), Size.of(table.getValue().values()));
      values.put(table.getKey(), FlatParameters.of(table.getValue().values()));
    }
  }

  /** A state of parameters whose rows stand where they were touched: those rows, by their ids. */
  static StateInMemory listed(OptimizerState state, Parameters parameters) {
    StateInMemory saved = new StateInMemory(state);
    int[] places = parameters.places().inOrderOfIds();
    saved.listed = Arrays.stream(places).map(parameters.places()::idAt).toArray();
    state
        .tables()
        .forEach(
            (name, table) -> {
              if (table.isByRow()) {
                saved.sizes.put(name, new Size(places.length, table.values().columns()));
                saved.values.put(name, table.values().gather(places));
              }
            });
    return saved;
  }

  @Override
  public int @Nullable [] listedRows() {
    return listed;
  }

  @Override
  public void readNext(PagedTable table, int[] places) {
    table.scatter(places, 0, places.length, 0, table.columns(), unread.remove());
  }

  @Override
  public StateHeader header() {
    return header;
  }

  @Override
  public Map<String, Size> sizes() {
    unread.addAll(values.values());
    return sizes;
  }

  @Override
  public void readNext(PagedTable table) {
    double[] from = unread.remove();
    int at = 0;
    for (int page = 0; page < table.pageCount(); page++) {
      double[] to = table.page(page);
      System.arraycopy(from, at, to, 0, to.length);
      at += to.length;
    }
    if (at != from.length) {
      throw new AssertionError("%d of %s read".formatted(at, Arrays.toString(from)));
    }
  }
}
