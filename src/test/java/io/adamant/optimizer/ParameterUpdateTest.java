package io.adamant.optimizer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.adamant.linalg.SparseRows;
import io.adamant.linalg.TensorShape;
import io.adamant.optimizer.rule.Adam;
import io.adamant.optimizer.rule.AdamW;
import io.adamant.optimizer.rule.Sgd;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ParameterUpdateTest {
  private static final int ROWS = 37;
  private static final int COLUMNS = 3;
  private static final int PAGE_VALUES = 4 * COLUMNS;
  private static final ParameterLayout LAYOUT =
      new ParameterLayout("weight", ROWS, COLUMNS, List.of(new TensorShape("bias", 2)));

  static Stream<Optimizer> optimizers() {
    return Stream.of(
        new Sgd(0.1),
        new Sgd(0.1, 0.9, 0, true, 0.01),
        new Sgd(0.1, 0.9, 0.2, false, 0),
        new Adam(0.01, 0.9, 0.99, 1e-8, 0.1),
        new AdamW(0.01));
  }

  /** A training run with parameters and state that start at random. */
  private static final class Run {
    final ParameterUpdate update;
    final Parameters parameters;
    final OptimizerState state;

    Run(Optimizer optimizer, SparseUpdates sparse, int pageValues) {
      update = new ParameterUpdate(UpdateSettings.of(optimizer, sparse));
      parameters = new Parameters(LAYOUT, pageValues);
      state = update.initialState(LAYOUT, pageValues);
      FlatParameters.set(
          parameters, new SplittableRandom(1).doubles(ROWS * COLUMNS + 2, -1, 1).toArray());
    }

    void step(int... rows) {
      SplittableRandom random = new SplittableRandom(state.step());
      double[] values = random.doubles((long) rows.length * COLUMNS, -1, 1).toArray();
      double[][] tensors = {random.doubles(2, -1, 1).toArray()};
      update.step(
          parameters, new Gradient(new SparseRows(COLUMNS, rows, values), tensors), 1, 0, state);
    }

    double[] values() {
      return FlatParameters.of(parameters);
    }

    /** The values of a row, and of its slots. */
    double[] row(int row) {
      return Stream.concat(
              Stream.of(parameters.table()),
              state.slots().values().stream().map(slot -> slot.get(0)))
          .flatMapToDouble(
              held -> IntStream.range(0, COLUMNS).mapToDouble(column -> held.get(row, column)))
          .toArray();
    }
  }

  @ParameterizedTest
  @MethodSource("optimizers")
  void lazyUpdatesTouchNothingButTheRowsThatHaveAGradient(Optimizer optimizer) {
    Run run = new Run(optimizer, SparseUpdates.LAZY, PAGE_VALUES);
    run.step(IntStream.range(0, ROWS).toArray());
    List<Integer> touched = List.of(0, 3, 4, 20, ROWS - 1);
    double[][] before = IntStream.range(0, ROWS).mapToObj(run::row).toArray(double[][]::new);
    run.step(touched.stream().mapToInt(Integer::intValue).toArray());
    for (int row = 0; row < ROWS; row++) {
      if (touched.contains(row)) {
        assertNotEquals(before[row][0], run.row(row)[0]);
      } else {
        assertArrayEquals(before[row], run.row(row), "row " + row);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("optimizers")
  void denseAndLazyUpdatesAgreeToTheBitWhereEveryRowHasAGradient(Optimizer optimizer) {
    Run dense = new Run(optimizer, SparseUpdates.DENSE, PAGE_VALUES);
    Run lazy = new Run(optimizer, SparseUpdates.LAZY, PAGE_VALUES);
    for (int step = 0; step < 7; step++) {
      dense.step(IntStream.range(0, ROWS).toArray());
      lazy.step(IntStream.range(0, ROWS).toArray());
    }
    assertArrayEquals(dense.values(), lazy.values());
  }

  @ParameterizedTest
  @MethodSource("optimizers")
  void theSizeOfPagesChangesNoBit(Optimizer optimizer) {
    for (SparseUpdates sparse : List.of(SparseUpdates.DENSE, SparseUpdates.LAZY)) {
      double[] onOnePage = afterSomeSteps(new Run(optimizer, sparse, 1 << 20));
      for (int pageValues : new int[] {1, 2 * COLUMNS, 8 * COLUMNS}) {
        assertArrayEquals(onOnePage, afterSomeSteps(new Run(optimizer, sparse, pageValues)));
      }
    }
  }

  private static double[] afterSomeSteps(Run run) {
    for (int[] rows : new int[][] {{0, 5, 6, 36}, {}, {7}, {1, 2, 3, 4, 5, 35}}) {
      run.step(rows);
    }
    return run.values();
  }

  @Test
  void aTableOfManyRunsIsSteppedLikeOneTensor() {
    // More rows than fit a run of 4096 values, so that runs and their borders are gone through.
    int rows = 10_000;
    Adam adam = new Adam(0.01);
    ParameterLayout asTable = new ParameterLayout("weight", rows, 1, List.of());
    ParameterLayout asTensor =
        new ParameterLayout("none", 0, 1, List.of(new TensorShape("weight", rows)));
    ParameterUpdate dense = new ParameterUpdate(UpdateSettings.of(adam, SparseUpdates.DENSE));
    ParameterUpdate lazy = new ParameterUpdate(UpdateSettings.of(adam, SparseUpdates.LAZY));
    Parameters table = new Parameters(asTable, 1 << 13);
    Parameters lazyTable = new Parameters(asTable, 1 << 13);
    Parameters tensor = new Parameters(asTensor);
    OptimizerState tableState = dense.initialState(asTable, 1 << 13);
    OptimizerState lazyState = lazy.initialState(asTable, 1 << 13);
    OptimizerState tensorState = dense.initialState(asTensor);
    int[] ids = IntStream.range(0, rows).toArray();
    for (int step = 0; step < 3; step++) {
      double[] values = new SplittableRandom(step).doubles(rows, -1, 1).toArray();
      Gradient sparse = new Gradient(new SparseRows(1, ids, values), new double[0][]);
      dense.step(table, sparse, 1, 0, tableState);
      lazy.step(lazyTable, sparse, 1, 0, lazyState);
      dense.step(
          tensor, new Gradient(SparseRows.empty(1), new double[][] {values}), 1, 0, tensorState);
    }
    assertArrayEquals(FlatParameters.of(tensor), FlatParameters.of(table));
    assertArrayEquals(FlatParameters.of(tensor), FlatParameters.of(lazyTable));
  }

  @Test
  void lazyUpdatesOfMoreThanTwoToTheThirtyFirstParametersAreThoseOfAFewRows() {
    int rows = 1 << 30;
    int[] touched = {0, 12_345, 1 << 29, rows - 1};
    double[] values = new SplittableRandom(1).doubles(4L * touched.length, -1, 1).toArray();
    double[] huge = lazySteps(rows, touched, values);
    assertArrayEquals(lazySteps(touched.length, new int[] {0, 1, 2, 3}, values), huge);
  }

  /** What some rows are after three steps, in a table of four columns. */
  private static double[] lazySteps(int rows, int[] touched, double[] values) {
    ParameterUpdate lazy =
        new ParameterUpdate(UpdateSettings.of(new AdamW(0.01), SparseUpdates.LAZY));
    ParameterLayout layout = new ParameterLayout("weight", rows, 4, List.of());
    Parameters parameters = new Parameters(layout);
    OptimizerState state = lazy.initialState(layout);
    for (int step = 0; step < 3; step++) {
      Gradient gradient = new Gradient(new SparseRows(4, touched, values.clone()), new double[0][]);
      lazy.step(parameters, gradient, 1, 0, state);
    }
    return parameters.gather(touched).values();
  }

  @Test
  void aScheduleOfTheMomentumGivesEachStepItsOwn() {
    ParameterLayout layout = new ParameterLayout("weight", 1, 1, List.of());
    ParameterUpdate update =
        new ParameterUpdate(
            UpdateSettings.of(new Sgd(0.1, 0.9, 0, false, 0), SparseUpdates.DENSE)
                .withMomentum(step -> 0.1 * step));
    Parameters parameters = new Parameters(layout);
    OptimizerState state = update.initialState(layout);
    double buffer = 0;
    double weight = 0;
    for (int step = 1; step <= 5; step++) {
      Gradient gradient =
          new Gradient(new SparseRows(1, new int[] {0}, new double[] {step}), new double[0][]);
      update.step(parameters, gradient, 1, 0, state);
      buffer = step == 1 ? step : 0.1 * step * buffer + step;
      weight += -0.1 * buffer;
      assertEquals(weight, parameters.table().get(0, 0));
    }
    assertThrows(
        IllegalArgumentException.class,
        () ->
            UpdateSettings.of(new Sgd(0.1), SparseUpdates.DENSE).withMomentum(step -> 0.1 * step));
  }

  @Test
  void theBiasDoesNotDecayUnlessAskedTo() {
    double[] withDefault = afterAStepWithoutGradient(ParameterGroup.DEFAULT);
    double[] withNone = afterAStepWithoutGradient(List.of());
    int bias = ROWS * COLUMNS;
    assertEquals(1.0, withDefault[bias]);
    assertEquals(1 - 0.5 * 0.1, withNone[bias]);
    assertEquals(1 - 0.5 * 0.1, withDefault[0]);
  }

  @Test
  void theFirstGroupThatMatchesCounts() {
    List<ParameterGroup> groups =
        List.of(
            new ParameterGroup("b*s", 2.0, 0.2),
            new ParameterGroup("bias", 1.0, 0.0),
            new ParameterGroup("*", 3.0, null));
    double[] values = afterAStepWithoutGradient(groups);
    assertEquals(1 - 0.5 * 2 * 0.2, values[ROWS * COLUMNS]);
    assertEquals(1 - 0.5 * 3 * 0.1, values[0]);
  }

  /** All parameters start at 1; rate 0.5, decay 0.1, gradient 0: what is left is the decay. */
  private static double[] afterAStepWithoutGradient(List<ParameterGroup> groups) {
    Sgd sgd = new Sgd(0.5, 0, 0, false, 0.1);
    ParameterUpdate update =
        new ParameterUpdate(UpdateSettings.of(sgd, SparseUpdates.DENSE).withGroups(groups));
    Parameters parameters = new Parameters(LAYOUT);
    double[] ones = new double[ROWS * COLUMNS + 2];
    Arrays.fill(ones, 1.0);
    FlatParameters.set(parameters, ones);
    Gradient zero = new Gradient(SparseRows.empty(COLUMNS), new double[1][2]);
    update.step(parameters, zero, 1, 0, update.initialState(LAYOUT));
    return FlatParameters.of(parameters);
  }

  @Test
  void aStateIsRefusedUnderAnotherOptimizerOrLayoutByName() {
    Adam adam = new Adam(0.01);
    ParameterUpdate update = new ParameterUpdate(UpdateSettings.of(adam, SparseUpdates.DENSE));
    ParameterLayout other = new ParameterLayout("weight", ROWS + 1, COLUMNS, LAYOUT.tensors());
    assertRefused(
        update,
        new ParameterUpdate(UpdateSettings.of(new Adam(0.02), SparseUpdates.DENSE))
            .initialState(LAYOUT),
        "learningRate=0.02",
        "learningRate=0.01");
    assertRefused(
        update,
        new ParameterUpdate(UpdateSettings.of(new AdamW(0.01), SparseUpdates.DENSE))
            .initialState(LAYOUT),
        "AdamW[",
        "not to Adam[");
    assertRefused(update, update.initialState(other), "weight[38, 3] bias[2]", "weight[37, 3]");
  }

  private static void assertRefused(ParameterUpdate update, OptimizerState state, String... named) {
    Parameters parameters = new Parameters(LAYOUT);
    Gradient zero = new Gradient(SparseRows.empty(COLUMNS), new double[1][2]);
    IllegalArgumentException refused =
        assertThrows(
            IllegalArgumentException.class, () -> update.step(parameters, zero, 1, 0, state));
    for (String name : named) {
      String message = String.valueOf(refused.getMessage());
      assertTrue(message.contains(name), message);
    }
    assertEquals(0, state.step(), "no step was begun");
  }
}
