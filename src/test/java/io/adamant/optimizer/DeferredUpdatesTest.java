package io.adamant.optimizer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.adamant.optimizer.rule.AdaFactor;
import io.adamant.optimizer.rule.Adam;
import io.adamant.optimizer.rule.AdamW;
import io.adamant.optimizer.rule.Amsgrad;
import io.adamant.optimizer.rule.EpsilonForm;
import io.adamant.optimizer.rule.Ftrl;
import io.adamant.optimizer.rule.Lamb;
import io.adamant.optimizer.rule.RmsProp;
import io.adamant.optimizer.rule.Sgd;
import io.adamant.schedule.MomentumSchedule;
import io.adamant.schedule.ReduceOnPlateau;
import io.adamant.schedule.ReduceOnPlateau.Mode;
import io.adamant.schedule.ReduceOnPlateau.ThresholdMode;
import io.adamant.schedule.Schedule;
import io.adamant.schedule.Schedules;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ForkJoinPool;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class DeferredUpdatesTest {
  private static final int STEPS = 2_000;

  /** Up and down once, with the momentum against it, as one-cycle. */
  private static final Schedule ONE_CYCLE =
      step -> 0.04 + 0.96 * Math.sin(Math.PI * step / (STEPS + 1));

  private static final MomentumSchedule COURSE =
      step -> 0.95 - 0.1 * Math.sin(Math.PI * step / (STEPS + 1));

  /** Forms of the rules: each is closed, or replayed, in its own way. */
  static Stream<Optimizer> rules() {
    Stream<Optimizer> ofTable =
        OptimizerTable.entries()
            .map(OptimizerTable.Entry::optimizer)
            .filter(DeferrableRule.class::isInstance);
    return Stream.concat(
        ofTable,
        Stream.of(
            new AdamW(0.01, 0.9, 0.999, 1e-8, 0.1),
            new AdamW(0.01, 0.97, 0.9, 1e-8, 0.01),
            adamW(Decay.SCHEDULE_ONLY, 1e-4, Amsgrad.NONE),
            adamW(Decay.SPARK_FM, 1e-4, Amsgrad.NONE),
            adamW(Decay.LR_SCALED, 0.01, Amsgrad.RAW),
            adamW(Decay.LR_SCALED, 0.01, Amsgrad.CORRECTED),
            new Adam(0.01, 0.9, 0.999, 1e-3, 0.01),
            new Sgd(0.05, 0.9, 0, false, 0.01),
            new Sgd(0.05, 0.9, 0, true, 0.01, Decay.LR_SCALED),
            new RmsProp(
                0.01, 0.9, 1e-6, EpsilonForm.OUTSIDE, 0.9, false, 0.01, Decay.SCHEDULE_ONLY),
            new Ftrl(0.1, 1, 0.05, 0.1, 0, -0.5, 0, 0),
            new Ftrl(0.1, 1, 0.05, 0.1, 0, -0.5, 0.01, 0.01)));
  }

  private static AdamW adamW(Decay decay, double lambda, Amsgrad amsgrad) {
    return new AdamW(
        0.01, 0.9, 0.999, 1e-8, EpsilonForm.OUTSIDE, lambda, decay, amsgrad, true, true, true);
  }

  private static UpdateSettings settings(Optimizer rule, SparseUpdates sparse) {
    return UpdateSettings.of(rule, sparse);
  }

  private static boolean hasMomentum(Optimizer rule) {
    try {
      rule.withMomentum(0.9);
      return true;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  static Stream<Arguments> courses() {
    List<Arguments> all = new ArrayList<>();
    for (Optimizer rule : rules().toList()) {
      UpdateSettings plain = settings(rule, SparseUpdates.DEFERRED);
      all.add(Arguments.of("constant", plain));
      all.add(Arguments.of("cosine", plain.withSchedule(Schedules.cosine(100, STEPS))));
      UpdateSettings cycle = plain.withSchedule(ONE_CYCLE);
      all.add(Arguments.of("one-cycle", hasMomentum(rule) ? cycle.withMomentum(COURSE) : cycle));
    }
    return all.stream();
  }

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource("courses")
  void theResultIsThatOfDenseToRounding(String course, UpdateSettings deferred) {
    assertDense(deferred);
  }

  private static UpdateSettings dense(UpdateSettings deferred) {
    return settings(deferred.optimizer(), SparseUpdates.DENSE)
        .withGroups(deferred.groups())
        .withSchedule(deferred.schedule())
        .withClipping(deferred.clipping())
        .withAccumulationSteps(deferred.accumulationSteps())
        .withMomentum(deferred.momentum())
        .withPlateau(deferred.plateau());
  }

  private static void assertDense(UpdateSettings deferred) {
    DeferredRun dense = new DeferredRun(dense(deferred), STEPS);
    double[] expected = dense.finished();
    double[] actual = new DeferredRun(deferred, STEPS).finished();
    for (int i = 0; i < expected.length; i++) {
      int place = i;
      assertEquals(
          expected[i],
          actual[i],
          1e-12 * dense.magnitude(i, expected[i]),
          () -> "value " + place + " of row " + place / 3);
    }
    assertTrue(Arrays.stream(expected).filter(value -> value != 0).count() > 600);
  }

  @Test
  void groupsPenaltiesFreezingClippingAndAccumulationAreThoseOfDense() {
    ParameterGroup slow = new ParameterGroup("linear", 0.3, 0.05, 0, 0, 0.5, false);
    ParameterGroup frozen = group("linear", 0, 0, true);
    ParameterGroup l1 = group("factors", 1e-3, 0, false);
    ParameterGroup l2 = group("factors", 0, 1e-2, false);
    GradientClipping clipping = new GradientClipping(0.9, 2.5);
    for (Optimizer rule :
        List.of(new AdamW(0.01), new Sgd(0.05, 0.9, 0, false, 0), new RmsProp(0.01))) {
      UpdateSettings plain = settings(rule, SparseUpdates.DEFERRED);
      assertDense(plain.withGroups(List.of(slow, l1)));
      assertDense(plain.withGroups(List.of(slow, l2)).withClipping(clipping));
      assertDense(plain.withAccumulationSteps(3));
      double[] values = new DeferredRun(plain.withGroups(List.of(frozen, l1)), 100).finished();
      assertEquals(0, values[0]);
      assertNotEquals(0, values[1]);
    }
  }

  private static ParameterGroup group(String tensors, double l1, double l2, boolean frozen) {
    return new ParameterGroup(tensors, 1, null, l1, l2, Double.POSITIVE_INFINITY, frozen);
  }

  @Test
  void aRateThatFollowedAMetricIsReplayedAsItWas() {
    ReduceOnPlateau plateau =
        new ReduceOnPlateau(0.01, Mode.MIN, 0.9, 1, 0, ThresholdMode.ABS, 3, 0, 0);
    assertDense(settings(new AdamW(0.01), SparseUpdates.DEFERRED).withPlateau(plateau));
  }

  @ParameterizedTest
  @MethodSource("rules")
  void coresAndPagesChangeNoBit(Optimizer rule) throws Exception {
    UpdateSettings deferred = settings(rule, SparseUpdates.DEFERRED).withSchedule(ONE_CYCLE);
    DeferredRun expected = new DeferredRun(deferred, 500);
    double[] values = expected.finished();
    for (int pageValues : new int[] {3, 48, 1 << 16}) {
      DeferredRun run = new DeferredRun(deferred, 500, pageValues);
      assertArrayEquals(values, run.finished());
      assertArrayEquals(expected.slots(), run.slots());
    }
    for (int threads : new int[] {1, 7}) {
      ForkJoinPool pool = new ForkJoinPool(threads);
      try {
        assertArrayEquals(
            values, pool.submit(() -> new DeferredRun(deferred, 500).finished()).get());
      } finally {
        pool.shutdown();
      }
    }
  }

  @ParameterizedTest
  @MethodSource("rules")
  void savingAndRestoringInTheMiddleIsTheSameAsCatchingUpThere(Optimizer rule) throws IOException {
    UpdateSettings deferred = settings(rule, SparseUpdates.DEFERRED).withSchedule(ONE_CYCLE);
    DeferredRun whole = new DeferredRun(deferred, 600).until(300);
    whole.values();
    DeferredRun saved = new DeferredRun(deferred, 600).until(300);
    saved.values();
    StateInMemory memory = new StateInMemory(saved.state);
    saved.state = saved.update.restore(memory, saved.parameters, 48);
    assertArrayEquals(whole.finished(), saved.finished());
    assertArrayEquals(whole.slots(), saved.slots());
    assertEquals(whole.state.header(), saved.state.header());
  }

  @Test
  void aStateIsSavedAndRestoredAsOneOfDense() throws IOException {
    UpdateSettings deferred = settings(new AdamW(0.01), SparseUpdates.DEFERRED);
    DeferredRun run = new DeferredRun(deferred, 600).until(300);
    run.values();
    StateInMemory memory = new StateInMemory(run.state);
    assertTrue(new ParameterUpdate(dense(deferred)).restore(memory, run.parameters).isCaughtUp());
    assertEquals(
        new DeferredRun(dense(deferred), 600).until(300).state.tables().keySet(),
        memory.values.keySet());
  }

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource("courses")
  void rowsThatWaitAreSavedAsRowsThatWait(String course, UpdateSettings deferred)
      throws IOException {
    DeferredRun whole = new DeferredRun(deferred, 600);
    double[] expected = whole.finished();
    DeferredRun saved = new DeferredRun(deferred, 600).until(300);
    assertFalse(saved.state.isCaughtUp());
    StateInMemory memory = new StateInMemory(saved.state);
    assertTrue(
        memory.sizes.keySet().containsAll(List.of("lastSteps/weight", "missedSteps/weight")));
    saved.state = saved.update.restore(memory, saved.parameters, 48);
    assertFalse(saved.state.isCaughtUp());
    assertArrayEquals(expected, saved.finished());
    assertArrayEquals(whole.slots(), saved.slots());
  }

  @Test
  void aCopyStaysAsItWasWhileTheRunGoesOn() throws IOException {
    UpdateSettings deferred = settings(new AdamW(0.01), SparseUpdates.DEFERRED);
    DeferredRun run = DeferredRun.onFirstTouch(deferred, 600).until(300);
    Parameters copy = run.parameters.copyWithPlaces();
    OptimizerState state = run.state.copyFor(copy);
    double[] then = FlatParameters.of(copy);
    StateInMemory saved = StateInMemory.listed(state, copy);
    double[] finished = run.finished();
    assertArrayEquals(then, FlatParameters.of(copy));
    StateInMemory again = StateInMemory.listed(state, copy);
    assertEquals(saved.header, again.header);
    saved.values.forEach((name, values) -> assertArrayEquals(values, again.values.get(name)));
    assertArrayEquals(new DeferredRun(deferred, 600).finished(), finished);
    assertFalse(Arrays.equals(then, FlatParameters.of(run.parameters)));
  }

  @Test
  void rowsThatWaitAreRefusedUnderOtherUpdates() {
    UpdateSettings deferred = settings(new AdamW(0.01), SparseUpdates.DEFERRED);
    DeferredRun run = new DeferredRun(deferred, 600).until(300);
    StateInMemory memory = new StateInMemory(run.state);
    StateMismatchException refused =
        assertThrows(
            StateMismatchException.class,
            () -> new ParameterUpdate(dense(deferred)).restore(memory, run.parameters));
    assertTrue(
        String.valueOf(refused.getMessage())
            .endsWith("optimizer.sparse must be deferred, got dense"));
    Arrays.fill(memory.values.get("lastSteps/weight"), 301);
    refused =
        assertThrows(
            StateMismatchException.class,
            () -> new ParameterUpdate(deferred).restore(memory, run.parameters));
    assertEquals(
        "the last step of each row must be whole and from 0 to 300, got 301.0",
        refused.getMessage());
  }

  @Test
  void rowsThatAreBehindAreNotMeasured() {
    UpdateSettings deferred = settings(new AdamW(0.01), SparseUpdates.DEFERRED);
    DeferredRun run = new DeferredRun(deferred, 600).until(300);
    assertThrows(
        IllegalStateException.class, () -> run.update.evaluated(run.parameters, run.state));
    ParameterUpdate other = new ParameterUpdate(dense(deferred));
    assertThrows(IllegalStateException.class, () -> other.catchUpAll(run.parameters, run.state));
    run.update.catchUpAll(run.parameters, run.state);
    assertTrue(run.state.tables().size() > 1);
  }

  @Test
  void whatCannotBeDeferredIsRefusedByName() {
    for (Optimizer rule : List.of(Lamb.DEFAULTS, AdaFactor.DEFAULTS)) {
      assertRefused(
          () -> settings(rule, SparseUpdates.DEFERRED),
          "optimizer.sparse = deferred cannot be had with " + rule.name());
    }
    for (AveragingSettings.Kind kind :
        List.of(AveragingSettings.Kind.EMA, AveragingSettings.Kind.TAIL)) {
      assertRefused(
          () ->
              settings(new AdamW(0.01), SparseUpdates.DEFERRED)
                  .withAveraging(new AveragingSettings(kind, 1, 0.9)),
          "averaging.type = " + kind.name().toLowerCase(Locale.ROOT));
    }
  }

  private static void assertRefused(Executable settings, String said) {
    String message =
        String.valueOf(assertThrows(IllegalArgumentException.class, settings).getMessage());
    assertTrue(message.contains(said) && message.contains("take dense or lazy"), message);
  }
}
