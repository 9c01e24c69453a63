package io.adamant.optimizer;

import static io.adamant.optimizer.GradientRun.COLUMNS;
import static io.adamant.optimizer.GradientRun.LAYOUT;
import static io.adamant.optimizer.GradientRun.ROWS;
import static io.adamant.optimizer.GradientRun.SIZE;
import static io.adamant.optimizer.GradientRun.gradient;
import static io.adamant.optimizer.GradientRun.restored;
import static io.adamant.optimizer.GradientRun.vector;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.adamant.optimizer.AveragingSettings.Kind;
import io.adamant.optimizer.OptimizerTable.Entry;
import io.adamant.optimizer.StepOutcome.Action;
import io.adamant.optimizer.rule.Ftrl;
import io.adamant.optimizer.rule.Lion;
import io.adamant.schedule.Schedule;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is true of every optimizer, and what the guide says of each. */
class OptimizerPropertiesTest {
  static Stream<Entry> table() {
    return OptimizerTable.entries();
  }

  @ParameterizedTest
  @MethodSource("table")
  void itConvergesOnAQuadratic(Entry entry) {
    double[] scale = {1, 2, 5, 10};
    double[] minimum = {1, -1, 2, -2};
    double[] x =
        descend(
            entry,
            1,
            2_000,
            new double[4],
            at ->
                IntStream.range(0, 4).mapToDouble(i -> scale[i] * (at[i] - minimum[i])).toArray());
    double loss = 0;
    for (int i = 0; i < x.length; i++) {
      loss += scale[i] * (x[i] - minimum[i]) * (x[i] - minimum[i]) / 2;
    }
    assertEquals(0, loss, 1e-6);
  }

  @ParameterizedTest
  @MethodSource("table")
  void itConvergesOnRosenbrocksFunction(Entry entry) {
    double[] x =
        descend(
            entry,
            entry.rosenbrockRate(),
            10_000,
            new double[] {-1.2, 1},
            at -> {
              double d = at[1] - at[0] * at[0];
              return new double[] {-400 * at[0] * d - 2 * (1 - at[0]), 200 * d};
            });
    double d = x[1] - x[0] * x[0];
    assertEquals(0, 100 * d * d + (1 - x[0]) * (1 - x[0]), 1e-2);
  }

  /** Where the steps lead, with a rate that falls to zero; FTRL's is not made for a schedule. */
  private static double[] descend(
      Entry entry, double rate, int steps, double[] start, UnaryOperator<double[]> gradient) {
    boolean constant = entry.optimizer() instanceof Ftrl;
    Schedule schedule = step -> rate * (constant ? 1 : 1 - (step - 1) / (double) steps);
    GradientRun run =
        new GradientRun(
            UpdateSettings.of(entry.optimizer(), SparseUpdates.DENSE).withSchedule(schedule),
            vector(start.length),
            start);
    for (int step = 1; step <= steps; step++) {
      run.step(gradient.apply(run.values()));
    }
    return run.values();
  }

  @ParameterizedTest
  @MethodSource("table")
  void lazyIsDenseWhereTheTableSaysSoAndNowhereElse(Entry entry) {
    GradientRun dense =
        new GradientRun(UpdateSettings.of(entry.optimizer(), SparseUpdates.DENSE), LAYOUT);
    GradientRun lazy =
        new GradientRun(UpdateSettings.of(entry.optimizer(), SparseUpdates.LAZY), LAYOUT);
    for (int step = 0; step < 9; step++) {
      dense.stepSomeRows();
      lazy.stepSomeRows();
    }
    assertEquals(entry.lazyIsDense(), Arrays.equals(dense.values(), lazy.values()));
  }

  @ParameterizedTest
  @MethodSource("table")
  void lazyIsDenseWhereEveryRowHasAGradient(Entry entry) {
    GradientRun dense =
        new GradientRun(UpdateSettings.of(entry.optimizer(), SparseUpdates.DENSE), LAYOUT);
    GradientRun lazy =
        new GradientRun(UpdateSettings.of(entry.optimizer(), SparseUpdates.LAZY), LAYOUT);
    int[] rows = IntStream.range(0, ROWS).toArray();
    for (int step = 0; step < 5; step++) {
      dense.step(rows);
      lazy.step(rows);
    }
    assertArrayEquals(dense.values(), lazy.values());
  }

  @ParameterizedTest
  @MethodSource("table")
  void lazyLeavesRowsWithoutAGradientAlone(Entry entry) {
    GradientRun run =
        new GradientRun(UpdateSettings.of(entry.optimizer(), SparseUpdates.LAZY), LAYOUT);
    run.step(IntStream.range(0, ROWS).toArray());
    double[] before = run.values();
    run.step(new int[] {2, 11});
    double[] after = run.values();
    for (int i = 0; i < ROWS * COLUMNS; i++) {
      int row = i / COLUMNS;
      assertEquals(row != 2 && row != 11, before[i] == after[i], "value " + i);
    }
  }

  @ParameterizedTest
  @MethodSource("table")
  void savingAndRestoringInTheMiddleChangesNoBit(Entry entry)
      throws IOException, ClassNotFoundException {
    for (SparseUpdates sparse : List.of(SparseUpdates.DENSE, SparseUpdates.LAZY)) {
      for (Kind average : Kind.values()) {
        for (int accumulation : new int[] {1, 3}) {
          UpdateSettings settings =
              UpdateSettings.of(entry.optimizer(), sparse)
                  .withAveraging(new AveragingSettings(average, 2, 0.9))
                  .withAccumulationSteps(accumulation);
          GradientRun uninterrupted = new GradientRun(settings, LAYOUT);
          GradientRun saved = new GradientRun(settings, LAYOUT);
          for (int gradient = 0; gradient < 20; gradient++) {
            uninterrupted.stepSomeRows();
            saved.stepSomeRows();
            if (gradient == 10) {
              saved = saved.savedAndRestored();
            }
          }
          assertArrayEquals(uninterrupted.values(), saved.values());
          assertArrayEquals(uninterrupted.average(), saved.average());
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("table")
  void aRestoredStateOfAnotherOptimizerOrLayoutIsRefusedByName(Entry entry)
      throws IOException, ClassNotFoundException {
    GradientRun run =
        new GradientRun(UpdateSettings.of(entry.optimizer(), SparseUpdates.DENSE), LAYOUT);
    for (Entry other : table().filter(other -> !other.name().equals(entry.name())).toList()) {
      ParameterUpdate update =
          new ParameterUpdate(UpdateSettings.of(other.optimizer(), SparseUpdates.DENSE));
      assertRefused(
          run, restored(update.initialState(LAYOUT)), other.optimizer() + " of weight[12, 3]");
    }
    ParameterLayout longer = new ParameterLayout("weight", ROWS + 1, COLUMNS, LAYOUT.tensors());
    assertRefused(run, restored(run.update().initialState(longer)), "weight[13, 3]");
  }

  private static void assertRefused(GradientRun run, OptimizerState state, String named) {
    Gradient zero = gradient(LAYOUT, new int[0], new double[SIZE]);
    IllegalArgumentException refused =
        assertThrows(
            IllegalArgumentException.class,
            () -> run.update().step(run.parameters(), zero, 1, 0, state));
    String message = String.valueOf(refused.getMessage());
    assertTrue(message.contains(named), message);
    assertTrue(
        message.contains(run.update().settings().optimizer() + " of weight[12, 3]"), message);
  }

  @ParameterizedTest
  @MethodSource("table")
  void underZeroGradientsNothingMovesButByDecay(Entry entry) {
    double value = afterGradients(entry, 0);
    if (entry.optimizer() instanceof Ftrl) {
      // A start other than 0 does not follow from sums that are 0.
      assertEquals(0, value);
    } else if (entry.optimizer().weightDecay() > 0) {
      assertTrue(value > 0 && value < 1, () -> "now " + value);
    } else {
      assertEquals(1, value);
    }
  }

  @ParameterizedTest
  @MethodSource("table")
  void subnormalGradientsAreAsGoodAsZeroButForLion(Entry entry) {
    double underZero = afterGradients(entry, 0);
    double value = afterGradients(entry, 1e-310);
    if (entry.optimizer() instanceof Lion) {
      assertEquals(3 * entry.optimizer().learningRate(), underZero - value, 1e-8);
    } else {
      assertEquals(underZero, value, 1e-300);
    }
  }

  /** What one parameter, 1 at first, comes to after three steps under a constant gradient. */
  private static double afterGradients(Entry entry, double gradient) {
    GradientRun run =
        new GradientRun(
            UpdateSettings.of(entry.optimizer(), SparseUpdates.DENSE), vector(1), new double[] {1});
    for (int step = 0; step < 3; step++) {
      assertEquals(Action.STEPPED, run.step(new double[] {gradient}).action());
    }
    return run.values()[0];
  }

  @ParameterizedTest
  @MethodSource("table")
  void oneParameterOfATableMovesAgainstItsGradient(Entry entry) {
    ParameterLayout layout = new ParameterLayout("weight", 1, 1, List.of());
    for (SparseUpdates sparse : List.of(SparseUpdates.DENSE, SparseUpdates.LAZY)) {
      GradientRun run =
          new GradientRun(UpdateSettings.of(entry.optimizer(), sparse), layout, new double[] {1});
      run.update()
          .step(
              run.parameters(),
              gradient(layout, new int[] {0}, new double[] {0.5}),
              1,
              0,
              run.state());
      double value = run.values()[0];
      assertTrue(value < 1 && value > -10, () -> "now " + value);
    }
  }

  @ParameterizedTest
  @MethodSource("table")
  void anEmptyGradientCountsAsAStepAndChangesNothingThatIsLazy(Entry entry) {
    ParameterLayout layout = new ParameterLayout("weight", 2, 1, List.of());
    double[] start = {1, -2};
    GradientRun run =
        new GradientRun(UpdateSettings.of(entry.optimizer(), SparseUpdates.LAZY), layout, start);
    run.update()
        .step(run.parameters(), gradient(layout, new int[0], new double[2]), 1, 0, run.state());
    assertArrayEquals(start, run.values());
    assertEquals(1, run.state().step());
    ParameterLayout none = new ParameterLayout("weight", 0, 1, List.of());
    GradientRun empty =
        new GradientRun(
            UpdateSettings.of(entry.optimizer(), SparseUpdates.DENSE), none, new double[0]);
    empty
        .update()
        .step(empty.parameters(), gradient(none, new int[0], new double[0]), 1, 0, empty.state());
    assertEquals(1, empty.state().step());
  }

  @ParameterizedTest
  @MethodSource("table")
  void aGradientWhoseNormOverflowsEndsTheTrainingAndChangesNothing(Entry entry) {
    GradientRun run =
        new GradientRun(
            UpdateSettings.of(entry.optimizer(), SparseUpdates.DENSE),
            vector(2),
            new double[] {1, 2});
    assertEquals(Action.FAILED, run.step(new double[] {1e160, 1}).action());
    assertArrayEquals(new double[] {1, 2}, run.values());
    assertEquals(0, run.state().step());
  }

  @ParameterizedTest
  @MethodSource("table")
  void theLargestGradientsThatAreLetThroughGiveFiniteParameters(Entry entry) {
    GradientRun run =
        new GradientRun(UpdateSettings.of(entry.optimizer(), SparseUpdates.DENSE), LAYOUT);
    double[] huge = new double[SIZE];
    Arrays.fill(huge, 1e150);
    for (int step = 0; step < 3; step++) {
      int[] rows = IntStream.range(0, ROWS).toArray();
      run.update().step(run.parameters(), gradient(LAYOUT, rows, huge), 1, 0, run.state());
    }
    assertTrue(run.parameters().areFinite());
    assertFalse(Arrays.equals(new double[SIZE], run.values()));
  }
}
