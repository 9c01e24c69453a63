package io.adamant.optimizer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.adamant.linalg.SparseRows;
import io.adamant.optimizer.rule.Adam;
import io.adamant.optimizer.rule.AdamW;
import io.adamant.optimizer.rule.Ftrl;
import io.adamant.optimizer.rule.Lion;
import io.adamant.optimizer.rule.RmsProp;
import io.adamant.optimizer.rule.Sgd;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What deferred updates cost, counted in replayed steps of a row. */
class DeferredCostTest {
  @Test
  void whatDoesNotMoveWithoutAGradientIsNotReplayed() {
    for (Optimizer rule : List.of(new Sgd(0.05), new RmsProp(0.01), new Ftrl(0.1))) {
      DeferredRun run = new DeferredRun(UpdateSettings.of(rule, SparseUpdates.DEFERRED), 500);
      run.finished();
      assertEquals(0, run.state.deferred().replayedRowSteps(), rule::toString);
    }
  }

  @Test
  void longGapsAreClosedAsSoonAsTheyAreSettled() {
    int rows = 2_000;
    for (Optimizer rule : List.of(Adam.AMSGRAD, new Sgd(0.05, 0.9, 0, true, 0))) {
      long replayed = replayedInALongGap(rule, rows);
      // 0.9^k is below the last bit from k = 370 on.
      assertTrue(replayed >= 300L * rows && replayed <= 500L * rows, () -> rule + " " + replayed);
    }
  }

  @Test
  void adamsGapsAreClosedAtOnceUnlessTheyBeginWhileItsBiasCorrectionIsYoung() {
    int rows = 2_000;
    for (Optimizer rule : List.of(new AdamW(0.01), new Adam(0.01))) {
      long replayed = replayedInALongGap(rule, rows);
      // The gap begins with step 1, and is closed from about step 80 on.
      assertTrue(replayed >= 50L * rows && replayed <= 100L * rows, () -> rule + " " + replayed);
    }
  }

  private static long replayedInALongGap(Optimizer rule, int rows) {
    ParameterLayout layout = new ParameterLayout("weight", rows, 1, List.of());
    ParameterUpdate update = new ParameterUpdate(UpdateSettings.of(rule, SparseUpdates.DEFERRED));
    Parameters parameters = new Parameters(layout);
    OptimizerState state = update.initialState(layout);
    int[] all = IntStream.range(0, rows).toArray();
    double[] halves = new double[rows];
    Arrays.fill(halves, 0.5);
    for (int step = 0; step < 10_000; step++) {
      int[] ids = step == 0 ? all : new int[0];
      update.step(parameters, gradient(ids, halves), 1, 0, state);
    }
    update.catchUpAll(parameters, state);
    return state.deferred().replayedRowSteps();
  }

  private static Gradient gradient(int[] ids, double[] values) {
    return new Gradient(new SparseRows(1, ids, Arrays.copyOf(values, ids.length)), new double[0][]);
  }

  @Test
  void theHistoryIsBoundedByCatchingAllRowsUp() {
    DeferredRun run =
        new DeferredRun(
            UpdateSettings.of(new Sgd(0.05, 0.9, 0, false, 0), SparseUpdates.DEFERRED), 1 << 20);
    run.until(DeferredRows.MOST_STEPS - 1);
    assertFalse(run.state.isCaughtUp());
    run.until(DeferredRows.MOST_STEPS);
    assertTrue(run.state.isCaughtUp());
  }

  @Test
  void onlyLionAndShrinkageAreReplayedWithoutEnd() {
    List<String> endless =
        DeferredUpdatesTest.rules()
            .map(DeferrableRule.class::cast)
            .filter(rule -> !rule.settles())
            .map(Optimizer::name)
            .distinct()
            .toList();
    assertEquals(List.of("lion", "ftrl"), endless);
    assertTrue(new Ftrl(0.1).settles());
    assertFalse(new Lion(0.1).settles());
  }
}
