package io.adamant.schedule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.adamant.schedule.Cyclic.Mode;
import io.adamant.schedule.OneCycle.Anneal;
import java.util.Collections;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;

/** What holds of a schedule whatever its settings. */
class SchedulePropertiesTest {
  private static void assertNeverRises(Schedule schedule, double lowest, long steps) {
    assertEquals(1.0, schedule.factor(1), 1e-15);
    for (long step = 1; step <= steps; step++) {
      double factor = schedule.factor(step);
      assertTrue(factor >= lowest, () -> schedule + " is below its minimum: " + factor);
      assertTrue(schedule.factor(step + 1) <= factor, schedule + " rises after step " + step);
    }
  }

  @Property
  void decaysBeginAtOneAndNeverRise(
      @ForAll @DoubleRange(min = 0.01, max = 1) double gamma,
      @ForAll @LongRange(min = 1, max = 50) long length,
      @ForAll @DoubleRange(min = 0.1, max = 5) double power,
      @ForAll @DoubleRange(max = 1) double minFactor) {
    long steps = 2 * length + 3;
    assertNeverRises(new StepDecay(length, gamma), 0, steps);
    assertNeverRises(new MultiStepDecay(List.of(length, length, 2 * length), gamma), 0, steps);
    assertNeverRises(new ExponentialDecay(gamma, length), 0, steps);
    assertNeverRises(new InverseTimeDecay(power, length), 0, steps);
    assertNeverRises(new InverseSquareRootDecay(length), 0, steps);
    assertNeverRises(new PolynomialDecay(length, power, minFactor), minFactor, steps);
    assertNeverRises(new CosineAnnealing((double) length, minFactor), minFactor, length);
  }

  @Property
  void aStaircaseMeetsTheExponentialAtItsSteps(
      @ForAll @DoubleRange(min = 0.01, max = 1) double gamma,
      @ForAll @LongRange(min = 1, max = 50) long length,
      @ForAll @LongRange(max = 30) long stairs) {
    long step = stairs * length + 1;
    double stair = new StepDecay(length, gamma).factor(step);
    assertEquals(stair, new ExponentialDecay(gamma, length).factor(step));
    assertEquals(stair, new StepDecay(length, gamma).factor(step + length - 1));
    assertEquals(stair * gamma, new StepDecay(length, gamma).factor(step + length), 1e-15 * stair);
  }

  @Property
  void milestonesCountAsOftenAsTheyAreListedInAnyOrder(
      @ForAll @Size(min = 1, max = 8) List<@LongRange(min = 1, max = 40) Long> milestones,
      @ForAll @LongRange(min = 1, max = 50) long step) {
    double expected = 1;
    for (long milestone : milestones) {
      expected *= step > milestone ? 0.5 : 1;
    }
    assertEquals(expected, new MultiStepDecay(milestones, 0.5).factor(step));
    Collections.reverse(milestones);
    assertEquals(expected, new MultiStepDecay(milestones, 0.5).factor(step));
  }

  @Property
  void aCosineIsPeriodicAndAsHighAboveItsMiddleAsItIsBelowHalfAPeriodLater(
      @ForAll @LongRange(min = 1, max = 1_000) long tMax,
      @ForAll @DoubleRange(max = 1) double minFactor,
      @ForAll @LongRange(min = 1, max = 5_000) long step) {
    CosineAnnealing cosine = new CosineAnnealing((double) tMax, minFactor);
    double factor = cosine.factor(step);
    // The cosine's argument has as many correct digits as a double, of a number up to 5000 pi.
    assertEquals(factor, cosine.factor(step + 2 * tMax), 1e-11);
    assertEquals(1 + minFactor, factor + cosine.factor(step + tMax), 1e-11);
  }

  @Property
  void restartsBeginAtOneAndEachCycleIsTheFirstStretched(
      @ForAll @LongRange(min = 1, max = 20) long t0,
      @ForAll @LongRange(min = 1, max = 4) long tMult,
      @ForAll @DoubleRange(max = 0.9) double minFactor) {
    CosineRestarts restarts = new CosineRestarts(t0, tMult, minFactor);
    long start = 1;
    long length = t0;
    for (int cycle = 0; cycle < 4; cycle++) {
      for (long done = 0; done < length; done++) {
        double expected = new CosineAnnealing((double) length, minFactor).factor(done + 1);
        assertEquals(expected, restarts.factor(start + done));
      }
      start += length;
      length *= tMult;
      assertEquals(1.0, restarts.factor(start), 1e-15);
    }
  }

  @Property
  void oneCycleStaysBetweenItsEndAndItsTopAndMomentumGoesTheOtherWay(
      @ForAll @LongRange(min = 1, max = 200) long total,
      @ForAll @DoubleRange(max = 0.5) double pctStart,
      @ForAll Anneal anneal,
      @ForAll boolean threePhase) {
    OneCycle cycle = new OneCycle(total, pctStart, anneal, threePhase, 25, 1e4);
    OneCycleMomentum momentum = new OneCycleMomentum(cycle);
    double end = 1.0 / 25 / 1e4;
    for (long step = 1; step <= total; step++) {
      double factor = cycle.factor(step);
      assertTrue(factor >= end - 1e-15 && factor <= 1 + 1e-15, cycle + " at " + step);
      double momentumNow = momentum.momentum(step);
      assertTrue(momentumNow >= 0.85 - 1e-15 && momentumNow <= 0.95 + 1e-15);
      if (step < total && cycle.factor(step + 1) > factor) {
        assertTrue(momentum.momentum(step + 1) <= momentumNow, cycle + " at " + step);
      }
    }
    assertEquals(cycle.factor(total), cycle.factor(total + 1));
    if (total * pctStart > 3 || (!threePhase && total > 4)) {
      assertEquals(end, cycle.factor(total), 1e-15);
    }
  }

  @Property
  void cyclesAreContinuousTouchBothEndsAndRepeat(
      @ForAll @LongRange(min = 1, max = 30) long up,
      @ForAll @LongRange(min = 1, max = 30) long down,
      @ForAll Mode mode) {
    Cyclic cyclic = new Cyclic(0.1, 2, up, down, mode, mode == Mode.EXP_RANGE ? 0.99 : 1);
    CyclicMomentum momentum = new CyclicMomentum(cyclic);
    double steepest = 1.9 / Math.min(up, down) + 0.02;
    for (long step = 1; step <= 3 * (up + down); step++) {
      double factor = cyclic.factor(step);
      assertEquals(factor, cyclic.factor(step + 1), steepest);
      assertTrue(factor >= 0.1 && factor <= 2);
      assertEquals(0.9 - 0.1 * (factor - 0.1) / 1.9, momentum.momentum(step), 1e-15);
      if (mode == Mode.TRIANGULAR) {
        assertEquals(factor, cyclic.factor(step + up + down));
      } else if (mode == Mode.TRIANGULAR2) {
        assertEquals((factor - 0.1) / 2, cyclic.factor(step + up + down) - 0.1, 1e-15);
      }
    }
    assertEquals(0.1, cyclic.factor(1));
    assertEquals(0.1, cyclic.factor(1 + up + down));
    double top = mode == Mode.EXP_RANGE ? 0.1 + 1.9 * Math.pow(0.99, (double) up) : 2;
    assertEquals(top, cyclic.factor(1 + up), 1e-15);
  }

  @Property
  void noamDoublesWithinItsWarmupAndFallsWithTheRootAfterIt(
      @ForAll @LongRange(min = 1, max = 1_000) long warmup,
      @ForAll @LongRange(min = 1, max = 5_000) long further) {
    Noam noam = new Noam(64, 2 * warmup);
    double peak = noam.factor(2 * warmup);
    assertEquals(1 / (8 * Math.sqrt(2.0 * warmup)), peak, 1e-15 * peak);
    assertEquals(peak / 2, noam.factor(warmup), 1e-15 * peak);
    double later = Math.sqrt(2.0 * warmup / (2 * warmup + further));
    assertEquals(peak * later, noam.factor(2 * warmup + further), 1e-15 * peak);
  }

  @Property
  void aSequenceCountsEachPartFromItsFirstStep(
      @ForAll @LongRange(max = 20) long first,
      @ForAll @LongRange(max = 20) long second,
      @ForAll @LongRange(min = 1, max = 60) long step) {
    Schedule count = own -> own;
    Schedule negative = own -> -own;
    Schedule hundred = own -> 100.0 + own;
    ScheduleSequence sequence =
        new ScheduleSequence(List.of(first, first + second), List.of(count, negative, hundred));
    double expected =
        step <= first
            ? step
            : step <= first + second ? first - step : 100.0 + step - first - second;
    assertEquals(expected, sequence.factor(step));
  }

  @Property
  void aProductMultiplies(
      @ForAll @DoubleRange(min = 0.1, max = 1) double gamma,
      @ForAll @LongRange(min = 1, max = 60) long step) {
    Schedule decay = new ExponentialDecay(gamma);
    Schedule warmup = new LinearWarmup(10);
    assertEquals(
        decay.factor(step) * warmup.factor(step),
        new ScheduleProduct(List.of(decay, warmup)).factor(step));
  }

  @Property
  void warmupStableDecayIsFlatBetweenItsWarmupAndItsDecay(
      @ForAll @LongRange(max = 20) long warmup,
      @ForAll @LongRange(max = 20) long stable,
      @ForAll @LongRange(min = 1, max = 20) long decay,
      @ForAll @DoubleRange(max = 0.5) double minFactor) {
    long total = warmup + stable + decay;
    Schedule schedule = Schedules.warmupStableDecay(warmup, decay, total, minFactor);
    for (long step = 1; step <= total + 2; step++) {
      boolean isFlat = step >= warmup && step <= warmup + stable + 1;
      assertEquals(isFlat, schedule.factor(step) == 1, "step " + step);
    }
    assertEquals(minFactor, schedule.factor(total + 1), 1e-15);
    assertEquals(minFactor, schedule.factor(Long.MAX_VALUE), 1e-15);
  }
}
