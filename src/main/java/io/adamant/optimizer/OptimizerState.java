package io.adamant.optimizer;

import io.adamant.linalg.PagedTable;
import io.adamant.linalg.RowPlaces;
import io.adamant.schedule.PlateauMemory;
import io.adamant.schedule.ReduceOnPlateau;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * All that an optimizer remembers between steps: the number of steps done, and named slots of the
 * parts of the parameters (for Adam the first and the second moment).
 */
public final class OptimizerState implements Serializable {
  private final String fingerprint;

  /** By name, then by part in the layout's order. */
  private final LinkedHashMap<String, List<PagedTable>> slots = new LinkedHashMap<>();

  /** Those of them, by identity, that have values for each row of the parameters' table. */
  private final List<PagedTable> byRow = new ArrayList<>();

  private final TreeMap<String, Double> scalars = new TreeMap<>();
  private final ParameterLayout layout;

  /** Whether the table's rows exist from their first touch on. */
  private final boolean isGrowing;

  /** Where the rows stand of the parameters that it goes with; null before they are known. */
  private transient @Nullable RowPlaces places;

  private GradientAccumulation accumulation = new GradientAccumulation();
  private @Nullable ParameterAverage average;
  private @Nullable PlateauMemory plateau;
  private @Nullable DeferredRows deferred;
  private long step;

  /**
   * The state before the first step.
   *
   * @param isGrowing whether the table's rows exist from their first touch on
   */
  OptimizerState(Optimizer optimizer, ParameterLayout layout, int pageValues, boolean isGrowing) {
    this.layout = layout;
    this.isGrowing = isGrowing;
    fingerprint = fingerprint(optimizer, layout);
    List<ParameterPart> parts = layout.parts();
    for (int i = 0; i < parts.size(); i++) {
      ParameterPart part = parts.get(i);
      boolean isOfTable = i < layout.columnGroups().size();
      // A tensor is one array, and so are its slots.
      int values = isOfTable ? pageValues : Integer.MAX_VALUE;
      for (Slot slot : optimizer.slots(part)) {
        PagedTable table =
            isOfTable && isGrowing && slot.isByRow()
                ? PagedTable.growing(slot.columns(part), values, slot.initial())
                : new PagedTable(slot.rows(part), slot.columns(part), values, slot.initial());
        if (isOfTable && slot.isByRow()) {
          byRow.add(table);
        }
        slots.computeIfAbsent(slot.name(), unused -> new ArrayList<>()).add(table);
      }
    }
    scalars.putAll(optimizer.scalars());
  }

  /** Bytes that it takes in addition where updates of rows without a gradient are deferred. */
  public static long deferredBytes(ParameterLayout layout) {
    return DeferredRows.bytes(layout);
  }

  /** Bytes that the state of an optimizer takes for parameters of a layout. */
  public static long bytes(Optimizer optimizer, ParameterLayout layout) {
    long values = 0;
    for (ParameterPart part : layout.parts()) {
      for (Slot slot : optimizer.slots(part)) {
        values += slot.rows(part) * slot.columns(part);
      }
    }
    return values * Double.BYTES;
  }

  /** Bytes of the rows that stand. */
  public long bytes() {
    long values = 0;
    for (List<PagedTable> ofParts : slots.values()) {
      for (PagedTable table : ofParts) {
        values += table.rows() * table.columns();
      }
    }
    if (average != null) {
      values += average.parameters().bytes() / Double.BYTES + average.includedSteps().rows();
    }
    return (values + (deferred == null ? 0 : deferred.lastSteps().rows())) * Double.BYTES;
  }

  /**
   * Gives each row of the parameters' table one of its own, at the same place.
   *
   * @throws IllegalArgumentException where it goes with other parameters
   */
  void follow(RowPlaces parameters) {
    RowPlaces known = places;
    if (parameters.areAll() == isGrowing || (known != null && known != parameters)) {
      throw new IllegalArgumentException(
          "the state goes with other parameters: its rows stand at other places");
    }
    if (!isGrowing) {
      return;
    }
    places = parameters;
    long count = parameters.count();
    for (PagedTable table : byRow) {
      table.grow(count);
    }
    if (deferred != null) {
      deferred.follow(count);
    }
    if (average != null) {
      average.follow();
    }
  }

  static String fingerprint(Optimizer optimizer, ParameterLayout layout) {
    return optimizer + " of " + layout;
  }

  /** Names the optimizer's settings and the layout that the state belongs to. */
  public String fingerprint() {
    return fingerprint;
  }

  /** Steps done. */
  public long step() {
    return step;
  }

  /**
   * The slots by name, in the optimizer's order; of each the values of every part, in the order of
   * {@link ParameterLayout#parts}.
   */
  public Map<String, List<PagedTable>> slots() {
    return slots;
  }

  /** Numbers that the optimizer remembers once for all parameters, by name. */
  public Map<String, Double> scalars() {
    return scalars;
  }

  /** All that is to be saved beside the {@link #tables}. */
  public StateHeader header() {
    return new StateHeader(
        fingerprint,
        step,
        scalars,
        accumulation.header(),
        average == null ? null : average.header(),
        plateau == null ? null : header(plateau),
        deferred == null || deferred.areCaughtUp() ? null : (Long) deferred.past().before());
  }

  private static StateHeader.Plateau header(PlateauMemory memory) {
    Double best = Double.isFinite(memory.best()) ? (Double) memory.best() : null;
    return new StateHeader.Plateau(
        best, memory.badObservations(), memory.cooldownLeft(), memory.factor());
  }

  /**
   * The tables to save, by name: slots as {@code firstMoment/weight}, accumulated gradients, the
   * running average, and what rows that wait have missed, where there are any. They are the state's
   * own, and change with the next step.
   */
  public Map<String, StateTable> tables() {
    DeferredRows waiting = isCaughtUp() ? null : deferred;
    return tables(
        accumulation.tables(),
        average,
        waiting == null ? null : waiting.lastSteps(),
        waiting == null ? null : waiting.past().table(scalarNames()));
  }

  Map<String, StateTable> tables(
      @Nullable AccumulatedTables accumulated,
      @Nullable ParameterAverage average,
      @Nullable PagedTable lastSteps,
      @Nullable PagedTable missedSteps) {
    return StateTables.byName(layout, slots, byRow, accumulated, average, lastSteps, missedSteps);
  }

  List<String> scalarNames() {
    return List.copyOf(scalars.keySet());
  }

  /**
   * The rows that are to be saved of tables with values for each row.
   *
   * @param parameters that it goes with
   * @return null where all are to be saved
   */
  public @Nullable SavedRows savedRows(Parameters parameters) {
    List<PagedTable> beside = new ArrayList<>(byRow);
    if (average != null) {
      // Rows whose average is as at first are what they were: the last step in it says no more.
      beside.add(average.parameters().table());
    }
    return SavedRows.of(parameters, beside);
  }

  /** Takes over, before the first step, what was saved after another. */
  void continueFrom(
      StateHeader header,
      @Nullable AccumulatedTables accumulated,
      @Nullable ParameterAverage savedAverage,
      @Nullable PlateauMemory savedPlateau,
      @Nullable DeferredRows savedRows) {
    step = header.step();
    scalars.putAll(header.scalars());
    accumulation = new GradientAccumulation(header.accumulated(), layout.columns(), accumulated);
    average = savedAverage;
    plateau = savedPlateau;
    deferred = savedRows;
  }

  /**
   * The same state in arrays of its own, which stays as it is while this one moves on.
   *
   * @param parameters a copy of those that this goes with
   */
  public OptimizerState copyFor(Parameters parameters) {
    return new OptimizerState(this, parameters.places());
  }

  private OptimizerState(OptimizerState other, RowPlaces places) {
    layout = other.layout;
    isGrowing = other.isGrowing;
    fingerprint = other.fingerprint;
    this.places = isGrowing ? places : null;
    other.slots.forEach(
        (name, ofParts) -> {
          List<PagedTable> copies = new ArrayList<>();
          for (PagedTable table : ofParts) {
            PagedTable copy = table.copy();
            copies.add(copy);
            if (other.byRow.contains(table)) {
              byRow.add(copy);
            }
          }
          slots.put(name, copies);
        });
    scalars.putAll(other.scalars);
    accumulation = other.accumulation.copy();
    average = other.average == null ? null : other.average.copyAt(places);
    PlateauMemory memory = other.plateau;
    plateau =
        memory == null
            ? null
            : PlateauMemory.of(
                memory.best(), memory.badObservations(), memory.cooldownLeft(), memory.factor());
    deferred = other.deferred == null ? null : other.deferred.copy();
    step = other.step;
  }

  /** Counts on, before the first step, from where another state stands. */
  void countFrom(long stepsDone, Map<String, Double> scalarsThen) {
    step = stepsDone;
    scalars.putAll(scalarsThen);
  }

  /** Gradients since the last step, where a step takes several. */
  GradientAccumulation accumulation() {
    return accumulation;
  }

  /** The running average; null before its first step, and where there is none. */
  @Nullable ParameterAverage average() {
    return average;
  }

  /** What a schedule remembers that lowers the rate by a metric; null before it first looked. */
  public @Nullable PlateauMemory plateau() {
    return plateau;
  }

  /** The memory of {@link ReduceOnPlateau}, begun where there is none. */
  PlateauMemory plateau(ReduceOnPlateau settings) {
    PlateauMemory memory = plateau;
    if (memory == null) {
      memory = PlateauMemory.initial(settings);
      plateau = memory;
    }
    return memory;
  }

  private long rowsThatStand() {
    if (!isGrowing) {
      return layout.rows();
    }
    return places == null ? 1 : places.count();
  }

  /** Which steps rows have still to take; none, where it was not kept before. */
  DeferredRows deferred() {
    DeferredRows rows = deferred;
    if (rows == null) {
      rows = new DeferredRows(rowsThatStand(), isGrowing, step);
      deferred = rows;
    }
    return rows;
  }

  /** Whether no row has missed a step that it has still to take. */
  public boolean isCaughtUp() {
    return deferred == null || deferred.areCaughtUp();
  }

  void startAverage(ParameterAverage average) {
    this.average = average;
  }

  void beginStep(Optimizer optimizer) {
    step++;
    optimizer.advance(scalars, step);
  }
}
