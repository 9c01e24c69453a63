package io.adamant.optimizer;

import io.adamant.linalg.PagedTable;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How the tables of a state are called where it is saved: what it is, a slash, and of what. */
final class StateTables {
  private static final String GRADIENT_SUM = "gradientSum";
  private static final String GRADIENT_SUM_ROWS = "gradientSumRows";
  private static final String AVERAGE = "averageParameters";
  private static final String AVERAGE_STEPS = "averageSteps";
  private static final String LAST_STEPS = "lastSteps";
  private static final String MISSED_STEPS = "missedSteps";

  private final ParameterLayout layout;
  private final LinkedHashMap<String, StateTable> tables = new LinkedHashMap<>();

  private StateTables(ParameterLayout layout) {
    this.layout = layout;
  }

  /**
   * The tables in a fixed order; what has no values is left out.
   *
   * @param byRow the slots that have values for each row of the table
   * @param lastSteps the last step that each row has taken; null where all have taken the last
   * @param missedSteps what the steps that rows may have missed were like; null without any
   */
  static Map<String, StateTable> byName(
      ParameterLayout layout,
      Map<String, List<PagedTable>> slots,
      List<PagedTable> byRow,
      @Nullable AccumulatedTables accumulated,
      @Nullable ParameterAverage average,
      @Nullable PagedTable lastSteps,
      @Nullable PagedTable missedSteps) {
    StateTables named = new StateTables(layout);
    List<ParameterPart> parts = layout.parts();
    slots.forEach(
        (slot, ofParts) -> {
          for (int part = 0; part < ofParts.size(); part++) {
            boolean isByRow =
                part < layout.columnGroups().size() && byRow.contains(ofParts.get(part));
            named.add(slot, parts.get(part).name(), ofParts.get(part), isByRow);
          }
        });
    if (accumulated != null) {
      PagedTable rows = PagedTable.ofArray(accumulated.rows(), 1);
      named.add(GRADIENT_SUM_ROWS, layout.tableName(), rows, false);
      PagedTable sums = PagedTable.ofArray(accumulated.values(), layout.columns());
      named.addParameters(GRADIENT_SUM, sums, false, accumulated.tensors());
    }
    if (average != null) {
      named.add(AVERAGE_STEPS, layout.tableName(), average.includedSteps(), true);
      Parameters values = average.parameters();
      named.addParameters(AVERAGE, values.table(), true, values.tensors());
    }
    if (lastSteps != null && missedSteps != null) {
      named.add(LAST_STEPS, layout.tableName(), lastSteps, true);
      named.add(MISSED_STEPS, layout.tableName(), missedSteps, false);
    }
    return named.tables;
  }

  /** A table of all parameters and a value for each dense one. */
  private void addParameters(String what, PagedTable table, boolean isByRow, double[][] tensors) {
    add(what, layout.tableName(), table, isByRow);
    for (int i = 0; i < tensors.length; i++) {
      ParameterPart part = layout.parts().get(layout.columnGroups().size() + i);
      add(what, part.name(), PagedTable.ofArray(tensors[i], Math.max(1, part.columns())), false);
    }
  }

  private void add(String what, String of, PagedTable values, boolean isByRow) {
    StateTable table = new StateTable(values, isByRow);
    if (values.rows() > 0 && tables.put(what + "/" + of, table) != null) {
      throw new IllegalStateException("two tables of a state are called " + what + "/" + of);
    }
  }
}
