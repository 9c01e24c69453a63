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
import io.adamant.schedule.ReduceOnPlateau;
import io.adamant.schedule.ReduceOnPlateau.Mode;
import io.adamant.schedule.ReduceOnPlateau.ThresholdMode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class StateRestoringTest {
  private static final StepOutcome LAST =
      new StepOutcome(StepOutcome.Action.ACCUMULATED, 0, false, 0);
  private static final int ROWS = 23;
  private static final int PAGE_VALUES = 12;
  private static final ParameterLayout LAYOUT =
      new ParameterLayout(
          "weight",
          ROWS,
          List.of(new ColumnGroup("linear", 1), new ColumnGroup("factors", 2)),
          List.of(new TensorShape("hidden", 2, 4), new TensorShape("bias", 1)));
  private static final AveragingSettings EMA =
      new AveragingSettings(AveragingSettings.Kind.EMA, 3, 0.9);
  private static final AveragingSettings TAIL =
      new AveragingSettings(AveragingSettings.Kind.TAIL, 3, 0.9);

  /** Every rule, sparse meaning and average, with one gradient a step and with three. */
  static Stream<UpdateSettings> settings() {
    List<UpdateSettings> all = new ArrayList<>();
    for (Optimizer optimizer : ParameterUpdateTest.optimizers().toList()) {
      for (SparseUpdates sparse : List.of(SparseUpdates.DENSE, SparseUpdates.LAZY)) {
        for (AveragingSettings averaging : List.of(AveragingSettings.NONE, EMA, TAIL)) {
          for (int gradients : new int[] {1, 3}) {
            all.add(
                UpdateSettings.of(optimizer, sparse)
                    .withAveraging(averaging)
                    .withAccumulationSteps(gradients));
          }
        }
      }
    }
    return all.stream();
  }

  private static UpdateSettings adam() {
    return UpdateSettings.of(new Adam(0.01), SparseUpdates.LAZY);
  }

  /** Parameters that are trained on batches of a fixed sequence. */
  private static final class Run {
    final ParameterUpdate update;
    final Parameters parameters;
    OptimizerState state;

    Run(UpdateSettings settings) {
      update = new ParameterUpdate(settings);
      parameters = new Parameters(LAYOUT, PAGE_VALUES);
      state = update.initialState(LAYOUT, PAGE_VALUES);
      int size = ROWS * 3 + 9;
      FlatParameters.set(parameters, new SplittableRandom(1).doubles(size, -1, 1).toArray());
    }

    Run batches(int from, int to) {
      for (int batch = from; batch < to; batch++) {
        SplittableRandom random = new SplittableRandom(batch);
        int[] rows = IntStream.range(0, ROWS).filter(row -> random.nextInt(4) == 0).toArray();
        double[] values = random.doubles(rows.length * 3L, -1, 1).toArray();
        double[][] tensors = {
          random.doubles(8, -1, 1).toArray(), random.doubles(1, -1, 1).toArray()
        };
        Gradient gradient = new Gradient(new SparseRows(3, rows, values), tensors);
        update.step(parameters, gradient, 1 + batch % 3, 0.5, state);
      }
      return this;
    }

    Run saveAndRestore() throws IOException {
      state = update.restore(new StateInMemory(state), parameters, PAGE_VALUES);
      return this;
    }

    /** The bits of all that there is: parameters, state, and what is measured. */
    Map<String, List<Long>> bits() {
      Map<String, List<Long>> bits =
          state.tables().entrySet().stream()
              .collect(
                  Collectors.toMap(
                      Map.Entry::getKey,
                      table -> bits(FlatParameters.of(table.getValue().values()))));
      bits.put("parameters", bits(FlatParameters.of(parameters)));
      bits.put("evaluated", bits(FlatParameters.of(update.evaluated(parameters, state))));
      return bits;
    }

    private static List<Long> bits(double[] values) {
      return Arrays.stream(values).mapToObj(Double::doubleToRawLongBits).toList();
    }
  }

  @ParameterizedTest
  @MethodSource("settings")
  void aStateRestoredInTheMiddleGoesOnAsIfItHadNotBeen(UpdateSettings settings) throws IOException {
    // 10 batches are 3 steps and a gradient that waits; 5 are before the average begins with 3.
    for (int saved : new int[] {0, 5, 10}) {
      Run straight = new Run(settings).batches(0, 20);
      Run restored = new Run(settings).batches(0, saved).saveAndRestore();
      assertEquals(new Run(settings).batches(0, saved).bits(), restored.bits());
      restored.batches(saved, 20);
      assertEquals(straight.state.header(), restored.state.header());
      assertEquals(straight.bits(), restored.bits());
      straight.update.finish(straight.parameters, LAST, straight.state);
      restored.update.finish(restored.parameters, LAST, restored.state);
      assertEquals(straight.bits(), restored.bits());
    }
  }

  @Test
  void aStateWithoutItsGradientsOrItsAverageWouldNotGoOnTheSame() throws IOException {
    // What the test above proves by equality is worth as much as these numbers differ.
    UpdateSettings settings = adam().withAveraging(TAIL).withAccumulationSteps(3);
    Map<String, List<Long>> straight = new Run(settings).batches(0, 20).bits();
    Run forgetful = new Run(settings).batches(0, 10);
    StateInMemory saved = new StateInMemory(forgetful.state);
    StateHeader header = saved.header;
    saved.header =
        new StateHeader(
            header.fingerprint(),
            header.step(),
            header.scalars(),
            StateHeader.Accumulated.NONE,
            null,
            null);
    List<String> names = List.copyOf(saved.sizes.keySet());
    for (String name : names) {
      if (name.startsWith("gradientSum") || name.startsWith("average")) {
        saved.sizes.remove(name);
        saved.values.remove(name);
      }
    }
    forgetful.state = forgetful.update.restore(saved, forgetful.parameters, PAGE_VALUES);
    Map<String, List<Long>> bits = forgetful.batches(10, 20).bits();
    assertNotEquals(straight.get("parameters"), bits.get("parameters"));
    assertNotEquals(straight.get("evaluated"), bits.get("evaluated"));
  }

  @Test
  void tablesAreNamedByWhatTheyAreAndOfWhat() {
    UpdateSettings settings = adam().withAveraging(EMA).withAccumulationSteps(3);
    Run run = new Run(settings).batches(0, 10);
    assertEquals(
        List.of(
            "firstMoment/linear",
            "firstMoment/factors",
            "firstMoment/hidden",
            "firstMoment/bias",
            "secondMoment/linear",
            "secondMoment/factors",
            "secondMoment/hidden",
            "secondMoment/bias",
            "gradientSumRows/weight",
            "gradientSum/weight",
            "gradientSum/hidden",
            "gradientSum/bias",
            "averageSteps/weight",
            "averageParameters/weight",
            "averageParameters/hidden",
            "averageParameters/bias"),
        List.copyOf(run.state.tables().keySet()));
    assertEquals(List.of(), List.copyOf(new Run(plainSgd()).state.tables().keySet()));
  }

  private static UpdateSettings plainSgd() {
    return UpdateSettings.of(new Sgd(0.1), SparseUpdates.DENSE);
  }

  @ParameterizedTest
  @MethodSource("settings")
  void lookingAtTheAverageChangesNothing(UpdateSettings settings) {
    Run looked = new Run(settings);
    for (int batch = 0; batch < 20; batch++) {
      looked.batches(batch, batch + 1);
      looked.update.evaluated(looked.parameters, looked.state);
    }
    assertEquals(new Run(settings).batches(0, 20).bits(), looked.bits());
  }

  @Test
  void anAverageThatARestoredStateBeginsLateIsTheMeanSinceThen() throws IOException {
    Run run = new Run(adam()).batches(0, 10);
    Run late = new Run(adam().withAveraging(TAIL));
    FlatParameters.set(late.parameters, FlatParameters.of(run.parameters));
    late.state = late.update.restore(new StateInMemory(run.state), late.parameters, PAGE_VALUES);
    double[] sum = new double[ROWS * 3 + 9];
    for (int batch = 10; batch < 14; batch++) {
      late.batches(batch, batch + 1);
      double[] values = FlatParameters.of(late.parameters);
      for (int i = 0; i < sum.length; i++) {
        sum[i] += values[i] / 4;
      }
    }
    assertArrayEquals(
        sum, FlatParameters.of(late.update.evaluated(late.parameters, late.state)), 1e-14);
  }

  @Test
  void anotherOptimizerLayoutOrSettingIsRefusedByName() {
    StateInMemory saved = new StateInMemory(new Run(adam()).batches(0, 4).state);
    assertRefused(saved, adam(new Adam(0.02)), LAYOUT, "learningRate=0.01", "learningRate=0.02");
    assertRefused(saved, adam(new AdamW(0.01)), LAYOUT, "belongs to Adam[", "not to AdamW[");
    ParameterLayout other = new ParameterLayout("weight", ROWS, 3, LAYOUT.tensors());
    assertRefused(saved, adam(), other, "weight[23, 3][linear:1, factors:2]", "not to ");
  }

  private static UpdateSettings adam(Optimizer optimizer) {
    return UpdateSettings.of(optimizer, SparseUpdates.LAZY);
  }

  @Test
  void anAverageUnderOtherSettingsIsRefusedByName() {
    StateInMemory saved = new StateInMemory(new Run(adam().withAveraging(EMA)).batches(0, 9).state);
    assertRefused(saved, adam(), LAYOUT, "average of kind EMA", "averaging is NONE");
    assertRefused(saved, adam().withAveraging(TAIL), LAYOUT, "kind EMA", "averaging is TAIL");
    AveragingSettings slower = new AveragingSettings(AveragingSettings.Kind.EMA, 3, 0.99);
    assertRefused(saved, adam().withAveraging(slower), LAYOUT, "decay 0.9,", "decay 0.99");
    UpdateSettings dense = UpdateSettings.of(new Adam(0.01), SparseUpdates.DENSE);
    assertRefused(saved, dense.withAveraging(EMA), LAYOUT, "optimizer.sparse = lazy", "dense");
  }

  @Test
  void gradientsThatMakeMoreThanAStepAreRefusedByName() {
    StateInMemory saved =
        new StateInMemory(new Run(adam().withAccumulationSteps(3)).batches(0, 5).state);
    for (int steps : new int[] {1, 2}) {
      assertRefused(
          saved,
          adam().withAccumulationSteps(steps),
          LAYOUT,
          "2 gradients",
          "batch.accumulation-steps must be above that, got " + steps);
    }
  }

  @Test
  void missingExtraAndMisshapenTablesAreRefusedByName() {
    assertRefused(
        bent(saved -> saved.sizes.remove("secondMoment/bias")), "lacks secondMoment/bias[1, 1]");
    assertRefused(
        bent(saved -> saved.sizes.put("thirdMoment/bias", new SavedState.Size(1, 1))),
        "holds thirdMoment/bias",
        "Adam[");
    assertRefused(
        bent(saved -> saved.sizes.put("firstMoment/factors", new SavedState.Size(2, ROWS))),
        "firstMoment/factors of the state is [2, 23], not [23, 2]");
    assertRefused(
        bent(saved -> saved.sizes.put("gradientSumRows/weight", new SavedState.Size(1L << 40, 1))),
        "gradientSumRows/weight of the state is [1099511627776, 1]");
    assertRefused(
        bent(
            saved ->
                saved.header = with(saved.header, Map.of("mu", 1.0), saved.header.accumulated())),
        "scalars [mu]",
        "adam has []");
    assertRefused(
        bent(
            saved ->
                saved.header =
                    with(
                        saved.header,
                        Map.of(),
                        new StateHeader.Accumulated(1, 1.0, Integer.MAX_VALUE))),
        "gradients of 2147483647 rows",
        "23");
  }

  @Test
  void rowsAndStepsThatCannotBeAreRefused() {
    for (double bad : new double[] {-1, 0.5, ROWS, Double.NaN, 1e300}) {
      assertRefused(
          bent(saved -> set(saved, "gradientSumRows/weight", 0, bad)),
          "whole, ascending",
          "" + bad);
    }
    assertRefused(
        bent(saved -> set(saved, "gradientSumRows/weight", 1, 0)), "whole, ascending", "got 0.0");
    for (double bad : new double[] {2, 3.5, 4, Double.NaN}) {
      assertRefused(
          bent(saved -> set(saved, "averageSteps/weight", 5, bad)), "from 3 to 3", "" + bad);
    }
  }

  private static void set(StateInMemory saved, String table, int place, double value) {
    double[] values = saved.values.get(table);
    if (values == null) {
      throw new AssertionError(table);
    }
    values[place] = value;
  }

  private static StateHeader with(
      StateHeader header, Map<String, Double> scalars, StateHeader.Accumulated accumulated) {
    return new StateHeader(
        header.fingerprint(),
        header.step(),
        scalars,
        accumulated,
        header.averaged(),
        header.plateau());
  }

  @Test
  void whatAPlateauHasSeenIsRestoredAndRefusedByAnotherSchedule() throws IOException {
    ReduceOnPlateau plateau =
        new ReduceOnPlateau(0.01, Mode.MIN, 0.5, 1, 0, ThresholdMode.ABS, 3, 0, 0);
    UpdateSettings settings = adam().withPlateau(plateau);
    Run straight = new Run(settings).batches(0, 4);
    for (double metric : new double[] {0.5, 0.6, 0.7, 0.8}) {
      straight.update.observe(metric, straight.state);
    }
    StateHeader.Plateau seen = new StateHeader.Plateau(0.5, 0, 2, 0.5);
    assertEquals(seen, straight.state.header().plateau());
    StateInMemory saved = new StateInMemory(straight.state);
    OptimizerState restored = straight.update.restore(saved, straight.parameters, PAGE_VALUES);
    assertEquals(straight.state.header(), restored.header());
    ParameterUpdate other = new ParameterUpdate(adam());
    assertNames(
        assertThrows(
            StateMismatchException.class,
            () ->
                other.restore(new StateInMemory(straight.state), straight.parameters, PAGE_VALUES)),
        "schedule.type = plateau");
  }

  @Test
  void aHeaderThatCannotBeIsRefused() {
    StateHeader.Accumulated none = StateHeader.Accumulated.NONE;
    for (double weight : new double[] {-1, Double.NaN, Double.POSITIVE_INFINITY}) {
      assertInvalid(() -> new StateHeader.Accumulated(1, weight, 3), "weight " + weight);
    }
    assertInvalid(() -> new StateHeader.Accumulated(-1, 1, 3), "got -1");
    assertInvalid(() -> new StateHeader.Accumulated(0, 1, 0), "weight 1.0");
    assertInvalid(() -> new StateHeader.Accumulated(1, 1, -3), "-3 rows");
    assertInvalid(
        () -> new StateHeader("f", -1, Map.of(), none, null, null), "step must be >= 0, got -1");
    assertInvalid(
        () -> new StateHeader("f", 1, Map.of("mu", Double.NaN), none, null, null), "mu", "NaN");
    for (long[] steps : new long[][] {{0, 5}, {6, 6}, {4, 3}, {4, 6}}) {
      StateHeader.Averaged averaged =
          new StateHeader.Averaged(AveragingSettings.Kind.EMA, 0.9, steps[0], steps[1]);
      assertInvalid(() -> new StateHeader("f", 5, Map.of(), none, averaged, null), "average's");
    }
  }

  private static void assertInvalid(Runnable header, String... named) {
    assertNames(assertThrows(IllegalArgumentException.class, header::run), named);
  }

  /** A state with average and gradients that wait, with something wrong. */
  private static StateInMemory bent(Consumer<StateInMemory> bend) {
    StateInMemory saved = new StateInMemory(new Run(full()).batches(0, 10).state);
    bend.accept(saved);
    return saved;
  }

  private static UpdateSettings full() {
    return adam().withAveraging(EMA).withAccumulationSteps(3);
  }

  private static void assertRefused(StateInMemory saved, String... named) {
    assertRefused(saved, full(), LAYOUT, named);
  }

  private static void assertRefused(
      StateInMemory saved, UpdateSettings settings, ParameterLayout layout, String... named) {
    ParameterUpdate update = new ParameterUpdate(settings);
    assertNames(
        assertThrows(
            StateMismatchException.class,
            () -> update.restore(saved, new Parameters(layout), PAGE_VALUES)),
        named);
  }

  private static void assertNames(Exception refused, String... named) {
    String message = String.valueOf(refused.getMessage());
    for (String name : named) {
      assertTrue(message.contains(name), name + "\nin: " + message);
    }
  }
}
