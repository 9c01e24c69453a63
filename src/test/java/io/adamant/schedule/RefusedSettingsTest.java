package io.adamant.schedule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.adamant.schedule.Cyclic.Mode;
import io.adamant.schedule.OneCycle.Anneal;
import io.adamant.schedule.ReduceOnPlateau.ThresholdMode;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Settings outside their limits, with key, limit and value in the message. */
class RefusedSettingsTest {
  private static final double NAN = Double.NaN;

  private record Refused(String message, Executable making) {
    @Override
    public String toString() {
      return message;
    }
  }

  private static Refused refused(String rest, Executable making) {
    return new Refused("schedule." + rest, making);
  }

  static Stream<Refused> settings() {
    return Stream.of(
        refused("factor must be finite and >= 0, got -0.1", () -> new Constant(-0.1)),
        refused("factor must be finite and >= 0, got NaN", () -> new Constant(NAN)),
        refused("total-iters must be >= 0, got -1", () -> new Constant(1, -1)),
        refused("start-factor must be in [0, 1], got 1.5", () -> new LinearRamp(1.5, 1, 5)),
        refused("end-factor must be in [0, 1], got NaN", () -> new LinearRamp(0, NAN, 5)),
        refused("total-iters must be >= 1, got 0", () -> new LinearRamp(0, 1, 0)),
        refused("warmup-steps must be >= 0, got -1", () -> new LinearWarmup(-1)),
        refused("step-size must be >= 1, got 0", () -> new StepDecay(0, 0.1)),
        refused("gamma must be in (0, 1], got 2.0", () -> new StepDecay(1, 2)),
        refused("milestones must be >= 1, got 0", () -> new MultiStepDecay(List.of(3L, 0L), 0.1)),
        refused("gamma must be in (0, 1], got 0.0", () -> new MultiStepDecay(List.of(3L), 0)),
        refused("gamma must be in (0, 1], got NaN", () -> new ExponentialDecay(NAN)),
        refused("decay-steps must be >= 1, got 0", () -> new ExponentialDecay(0.5, 0)),
        refused("decay-rate must be finite and >= 0, got NaN", () -> new InverseTimeDecay(NAN, 1)),
        refused("decay-steps must be >= 1, got 0", () -> new InverseTimeDecay(1, 0)),
        refused("timescale must be >= 1, got 0", () -> new InverseSquareRootDecay(0)),
        refused("model-size must be >= 1, got 0", () -> new Noam(0, 1)),
        refused("warmup-steps must be >= 1, got 0", () -> new Noam(1, 0)),
        refused("total-iters must be >= 1, got 0", () -> new PolynomialDecay(0, 1, 0)),
        refused("power must be finite and > 0, got 0.0", () -> new PolynomialDecay(1, 0, 0)),
        refused(
            "eta-min must be from 0 to the learning rate, got 1.5 times the learning rate",
            () -> new PolynomialDecay(1, 1, 1.5)),
        refused("t-max must be finite and > 0, got 0.0", () -> new CosineAnnealing(0, 0)),
        refused(
            "eta-min must be from 0 to the learning rate, got NaN times the learning rate",
            () -> new CosineAnnealing(1, NAN)),
        refused("t-0 must be >= 1, got 0", () -> new CosineRestarts(0, 1, 0)),
        refused("t-mult must be >= 1, got 0", () -> new CosineRestarts(1, 0, 0)),
        refused(
            "eta-min must be from 0 to the learning rate, got -1.0 times the learning rate",
            () -> new CosineRestarts(1, 1, -1)),
        refused("total-steps must be >= 1, got 0", () -> new OneCycle(0)),
        refused("pct-start must be in [0, 1], got 1.5", () -> oneCycle(1.5, false, 25, 1e4)),
        refused(
            "pct-start must be in [0, 0.5] with three phases, got 0.6",
            () -> oneCycle(0.6, true, 25, 1e4)),
        refused("div-factor must be finite and > 0, got 0.0", () -> oneCycle(0.3, true, 0, 1e4)),
        refused(
            "final-div-factor must be finite and > 0, got NaN", () -> oneCycle(0.3, true, 25, NAN)),
        refused(
            "base-momentum must be in [0, 1), got 1.0",
            () -> new OneCycleMomentum(new OneCycle(9), 1, 0.9)),
        refused(
            "max-momentum must be in [0, 1), got NaN",
            () -> new OneCycleMomentum(new OneCycle(9), 0.8, NAN)),
        refused(
            "base-lr must be finite and >= 0, got NaN",
            () -> new Cyclic(NAN, 2, 1, 1, Mode.TRIANGULAR, 1)),
        refused(
            "max-lr must be finite and >= 0, got Infinity",
            () -> new Cyclic(1, Double.POSITIVE_INFINITY, 1, 1, Mode.TRIANGULAR, 1)),
        refused(
            "max-lr must be at least schedule.base-lr, got 0.5 times that",
            () -> new Cyclic(1, 0.5, 1, 1, Mode.TRIANGULAR, 1)),
        refused(
            "step-size-up must be >= 1, got 0", () -> new Cyclic(1, 2, 0, 1, Mode.TRIANGULAR, 1)),
        refused(
            "step-size-down must be >= 1, got 0", () -> new Cyclic(1, 2, 1, 0, Mode.TRIANGULAR, 1)),
        refused(
            "step-size-down must be <= 0, got 1",
            () -> new Cyclic(1, 2, Long.MAX_VALUE, 1, Mode.TRIANGULAR, 1)),
        refused(
            "gamma must be in (0, 1], got 0.0", () -> new Cyclic(1, 2, 1, 1, Mode.EXP_RANGE, 0)),
        refused(
            "gamma must be 1 unless schedule.mode = exp_range, got 0.5",
            () -> new Cyclic(1, 2, 1, 1, Mode.TRIANGULAR2, 0.5)),
        refused(
            "parts must be one more than schedule.milestones, 2, got 1",
            () -> new ScheduleSequence(List.of(5L), List.of(Schedules.constant()))),
        refused(
            "milestones must be >= 0 and in order, got [5, 4]",
            () ->
                new ScheduleSequence(
                    List.of(5L, 4L),
                    List.of(Schedules.constant(), Schedules.constant(), Schedules.constant()))),
        refused("parts must be at least one, got 0", () -> new ScheduleProduct(List.of())),
        refused(
            "warmup-steps must be below the number of steps, 5, got 5",
            () -> Schedules.warmupStableDecay(5, 1, 5, 0)),
        refused(
            "decay-steps must be at most the number of steps after the warmup, 3, got 4",
            () -> Schedules.warmupStableDecay(2, 4, 5, 0)),
        refused(
            "warmup-steps must be >= 0, got -1",
            () -> Schedules.warmedUp(-1, Schedules.constant())));
  }

  private static OneCycle oneCycle(
      double pctStart, boolean threePhase, double divFactor, double finalDivFactor) {
    return new OneCycle(9, pctStart, Anneal.COS, threePhase, divFactor, finalDivFactor);
  }

  static Stream<Refused> plateaus() {
    return Stream.of(
        refused("learning-rate must be finite and >= 0, got NaN", () -> new ReduceOnPlateau(NAN)),
        refused("factor must be in [0, 1), got 1.0", () -> plateau(1, 0, 0, 0, 0, 0)),
        refused("patience must be >= 0, got -1", () -> plateau(0.1, -1, 0, 0, 0, 0)),
        refused("threshold must be finite and >= 0, got NaN", () -> plateau(0.1, 0, NAN, 0, 0, 0)),
        refused("cooldown must be >= 0, got -1", () -> plateau(0.1, 0, 0, -1, 0, 0)),
        refused("min-lr must be finite and >= 0, got -1.0", () -> plateau(0.1, 0, 0, 0, -1, 0)),
        refused("epsilon must be finite and >= 0, got NaN", () -> plateau(0.1, 0, 0, 0, 0, NAN)),
        refused(
            "plateau.bad-observations must be >= 0, got -1", () -> PlateauMemory.of(1, -1, 0, 1)),
        refused("plateau.cooldown-left must be >= 0, got -1", () -> PlateauMemory.of(1, 0, -1, 1)),
        refused(
            "plateau.factor must be finite and >= 0, got NaN",
            () -> PlateauMemory.of(1, 0, 0, NAN)));
  }

  private static ReduceOnPlateau plateau(
      double factor,
      long patience,
      double threshold,
      long cooldown,
      double minLearningRate,
      double epsilon) {
    return new ReduceOnPlateau(
        0.1,
        ReduceOnPlateau.Mode.MIN,
        factor,
        patience,
        threshold,
        ThresholdMode.REL,
        cooldown,
        minLearningRate,
        epsilon);
  }

  @ParameterizedTest
  @MethodSource({"settings", "plateaus"})
  void aValueOutsideItsLimitsIsRefused(Refused refused) {
    IllegalArgumentException thrown =
        assertThrows(IllegalArgumentException.class, refused.making());
    assertEquals(refused.message(), thrown.getMessage());
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 1L << 40, Long.MAX_VALUE})
  void noStepIsTooLargeForASchedule(long step) {
    List<Schedule> schedules =
        List.of(
            new Constant(1, 3),
            new LinearRamp(0, 1, Long.MAX_VALUE),
            new LinearWarmup(Long.MAX_VALUE),
            new StepDecay(3, 0.5),
            new MultiStepDecay(List.of(Long.MAX_VALUE), 0.5),
            new ExponentialDecay(0.5),
            new InverseTimeDecay(1, 1),
            new InverseSquareRootDecay(Long.MAX_VALUE),
            new Noam(Long.MAX_VALUE, Long.MAX_VALUE),
            new PolynomialDecay(Long.MAX_VALUE, 2, 0),
            new CosineAnnealing(3, 0),
            new CosineRestarts(3, Long.MAX_VALUE, 0),
            new CosineRestarts(1, 2, 0),
            new CosineRestarts(3, 1, 0),
            new OneCycle(Long.MAX_VALUE),
            new Cyclic(1, 2, 3, 4, Mode.TRIANGULAR2, 1),
            new Cyclic(1, 2, 3, 4, Mode.EXP_RANGE, 0.5),
            Schedules.warmedUp(Long.MAX_VALUE, Schedules.constant()));
    for (Schedule schedule : schedules) {
      double factor = schedule.factor(step);
      assertEquals(Math.min(2, Math.max(0, factor)), factor, schedule::toString);
    }
  }
}
