package io.adamant.optimizer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.adamant.linalg.ColumnGroup;
import io.adamant.linalg.RowPlaces;
import io.adamant.linalg.SparseRows;
import io.adamant.linalg.TensorShape;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Steps on a copy of some rows are the steps that the whole would have taken. */
class StateColumnsTest {
  private static final int ROWS = 50;
  private static final int[] SOME = {0, 3, 4, 17, 31, 49};
  private static final ParameterLayout LAYOUT =
      new ParameterLayout(
          "table",
          ROWS,
          List.of(new ColumnGroup("linear", 1), new ColumnGroup("factors", 3)),
          List.of(new TensorShape("bias", 1), new TensorShape("w", 2, 3)));

  static Stream<Optimizer> rules() {
    return OptimizerTable.entries()
        .map(OptimizerTable.Entry::optimizer)
        .filter(Optimizer::canBeAveraged);
  }

  static Stream<Optimizer> otherRules() {
    return OptimizerTable.entries()
        .map(OptimizerTable.Entry::optimizer)
        .filter(rule -> !rule.canBeAveraged() && !rule.name().equals("ftrl"));
  }

  @ParameterizedTest
  @MethodSource("rules")
  void aCopyTakesTheSameStepsToTheBit(Optimizer rule) {
    // Small pages: a copy has one, whatever the original has.
    compare(rule, new Parameters(LAYOUT, RowPlaces.all(ROWS), 16));
  }

  @ParameterizedTest
  @MethodSource("rules")
  void aCopyOfRowsThatAreThereOnFirstTouchTakesTheSameStepsToTheBit(Optimizer rule) {
    compare(rule, new Parameters(LAYOUT, RowPlaces.onFirstTouch(ROWS), 16));
  }

  private static void compare(Optimizer rule, Parameters parameters) {
    ParameterUpdate update = new ParameterUpdate(UpdateSettings.of(rule, SparseUpdates.LAZY));
    OptimizerState state = update.initialState(parameters);
    Random random = new Random(1);
    int[] all = new int[ROWS];
    // In no order of places: the last rows are touched first.
    Arrays.setAll(all, i -> i);
    update.step(parameters, gradient(random, new int[] {17, 49}), 1, 1, state);
    for (int step = 0; step < 3; step++) {
      update.step(parameters, gradient(random, all), 1, 1, state);
    }

    StateColumns columns = new StateColumns(rule, LAYOUT);
    StateCopy copy =
        columns.copy(
            columns.rows(parameters, state, SOME),
            columns.tensors(parameters, state),
            state.step(),
            state.scalars());
    int[] places = new int[SOME.length];
    Arrays.setAll(places, i -> i);
    for (int step = 0; step < 4; step++) {
      Gradient gradient = gradient(random, SOME);
      Gradient local =
          new Gradient(
              new SparseRows(4, places, gradient.table().values().clone()),
              Stream.of(gradient.tensors()).map(double[]::clone).toArray(double[][]::new));
      update.step(parameters, gradient, 1, 1, state);
      update.step(copy.parameters(), local, 1, 1, copy.state());
    }
    double[] expected = columns.rows(parameters, state, SOME);
    assertTrue(Arrays.stream(expected).filter(value -> value == 0).count() < expected.length / 4);
    assertArrayEquals(expected, columns.rows(copy.parameters(), copy.state(), places));
    assertArrayEquals(
        columns.tensors(parameters, state), columns.tensors(copy.parameters(), copy.state()));
    assertEquals(state.step(), copy.state().step());
    assertEquals(state.scalars(), copy.state().scalars());
  }

  @ParameterizedTest
  @MethodSource("otherRules")
  void slotsOfOtherShapesAreRefused(Optimizer rule) {
    assertThrows(IllegalArgumentException.class, () -> new StateColumns(rule, LAYOUT));
  }

  private static Gradient gradient(Random random, int[] ids) {
    double[] values = new double[4 * ids.length];
    Arrays.setAll(values, i -> random.nextGaussian());
    return new Gradient(
        new SparseRows(4, ids, values),
        new double[][] {
          {random.nextGaussian()}, random.doubles(6, -1, 1).toArray(),
        });
  }
}
