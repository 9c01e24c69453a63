package io.adamant.optimizer;

import io.adamant.linalg.ColumnGroup;
import io.adamant.linalg.RowPlaces;
import io.adamant.linalg.SparseRows;
import io.adamant.linalg.TensorShape;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * A training on rows as a Zipf law has them, whose gradients depend on the parameters: some rows
 * are in every step, some in the first and the last alone, one in none.
 */
final class DeferredRun {
  static final int ROWS = 300;
  static final ParameterLayout LAYOUT =
      new ParameterLayout(
          "weight",
          ROWS,
          List.of(new ColumnGroup("linear", 1), new ColumnGroup("factors", 2)),
          List.of(new TensorShape("bias", 1)));
  private static final int COLUMNS = 3;
  private static final int ROWS_OF_STEP = 12;

  final ParameterUpdate update;
  final Parameters parameters;
  OptimizerState state;
  private final int steps;
  private int batch;

  /** The largest magnitude that each parameter of the table was seen with. */
  private final double[] magnitudes = new double[ROWS * COLUMNS];

  DeferredRun(UpdateSettings settings, int steps) {
    this(settings, steps, 64);
  }

  DeferredRun(UpdateSettings settings, int steps, int pageValues) {
    this(settings, steps, new Parameters(LAYOUT, pageValues), pageValues);
  }

  /** With parameters that have their rows on first touch. */
  static DeferredRun onFirstTouch(UpdateSettings settings, int steps) {
    RowPlaces places = RowPlaces.onFirstTouch(ROWS);
    return new DeferredRun(settings, steps, new Parameters(LAYOUT, places, 64), 64);
  }

  private DeferredRun(UpdateSettings settings, int steps, Parameters parameters, int pageValues) {
    this.steps = steps;
    update = new ParameterUpdate(settings);
    this.parameters = parameters;
    state =
        parameters.places().areAll()
            ? update.initialState(LAYOUT, pageValues)
            : update.initialState(parameters);
  }

  /** Takes steps up to {@code end}. */
  DeferredRun until(int end) {
    for (; batch < end; batch++) {
      int[] rows = rows(batch);
      update.catchUp(parameters, rows, state);
      SparseRows values = parameters.gather(rows);
      SplittableRandom random = new SplittableRandom(77L * batch + 5);
      double[] gradient = new double[values.values().length];
      for (int i = 0; i < gradient.length; i++) {
        double value = values.values()[i];
        gradient[i] = random.nextDouble(-1, 1) + 0.01 * value;
        int place = rows[i / COLUMNS] * COLUMNS + i % COLUMNS;
        magnitudes[place] = Math.max(magnitudes[place], Math.abs(value));
      }
      double[][] bias = {{random.nextDouble(-1, 1)}};
      update.step(
          parameters, new Gradient(new SparseRows(COLUMNS, rows, gradient), bias), 1, 0, state);
      if (update.settings().plateau() != null && batch % 40 == 39) {
        update.observe(1, state);
      }
    }
    return this;
  }

  /** All parameters after all steps. */
  double[] finished() {
    until(steps);
    return values();
  }

  double[] values() {
    update.catchUpAll(parameters, state);
    return FlatParameters.of(update.evaluated(parameters, state));
  }

  /** The largest magnitude that a value has had, as far as gradients have seen it, or has now. */
  double magnitude(int place, double value) {
    return place < magnitudes.length
        ? Math.max(magnitudes[place], Math.abs(value))
        : Math.abs(value);
  }

  /** The slots after all of that. */
  double[] slots() {
    return state.slots().values().stream()
        .flatMap(List::stream)
        .flatMapToDouble(
            table ->
                table.isGrowing() || table.rows() == ROWS
                    ? Arrays.stream(table.gather(placesOfAll()))
                    : Arrays.stream(FlatParameters.of(table)))
        .toArray();
  }

  private int[] placesOfAll() {
    return parameters.places().placesOf(IntStream.range(0, ROWS).toArray());
  }

  private int[] rows(int batch) {
    SplittableRandom random = new SplittableRandom(31L * batch + 1);
    BitSet rows = new BitSet();
    for (int i = 0; i < ROWS_OF_STEP; i++) {
      // The 200 first rows by a law of 1/x; the others once at the beginning, or never.
      rows.set((int) Math.pow(200, random.nextDouble()) - 1);
    }
    if (batch < 20) {
      rows.set(200 + 4 * batch);
    }
    if (batch == steps - 1) {
      rows.set(200, 240);
    }
    return rows.stream().toArray();
  }
}
