package io.adamant.optimizer;

import static io.adamant.optimizer.GradientRun.vector;
import static io.adamant.optimizer.RuleRecords.with;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.adamant.linalg.IntegerPower;
import io.adamant.optimizer.rule.Adam;
import io.adamant.optimizer.rule.AdamW;
import io.adamant.optimizer.rule.Amsgrad;
import io.adamant.optimizer.rule.EpsilonForm;
import io.adamant.optimizer.rule.Ftrl;
import io.adamant.optimizer.rule.NAdam;
import io.adamant.optimizer.rule.RAdam;
import io.adamant.optimizer.rule.Sgd;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Parts and forms of rules that no recorded run has, against what they must come to. */
class AdamPartsTest {
  private static final int STEPS = 12;

  private static UpdateSettings dense(Record rule) {
    return UpdateSettings.of((Optimizer) rule, SparseUpdates.DENSE);
  }

  private static double[] afterSteps(UpdateSettings settings) {
    GradientRun run = new GradientRun(settings, vector(3), new double[] {1, -2, 0});
    for (int step = 0; step < STEPS; step++) {
      run.step(new SplittableRandom(step).doubles(3, -1, 1).toArray());
    }
    return run.values();
  }

  @Test
  void withoutAdaptivityAndBiasCorrectionItIsDescentWithMomentum() throws Throwable {
    Record adam = with(with(new Adam(0.1), "adaptive", false), "correctFirstMoment", false);
    double[] expected = afterSteps(dense(new Sgd(0.1 * (1 - 0.9), 0.9, 0, false, 0)));
    assertArrayEquals(expected, afterSteps(dense(adam)), 1e-15);
  }

  @Test
  void withoutAdaptivityTheBiasCorrectionIsAFactorOfTheRate() throws Throwable {
    Record adam = with(new Adam(0.1), "adaptive", false);
    UpdateSettings descent =
        dense(new Sgd(0.1 * (1 - 0.9), 0.9, 0, false, 0))
            .withSchedule(step -> 1 / (1 - IntegerPower.of(0.9, step)));
    assertArrayEquals(afterSteps(descent), afterSteps(dense(adam)), 1e-15);
  }

  @Test
  void withoutMomentumAndWithAFreshSecondMomentItIsDescentBySign() {
    double[] expected = {1, -2, 0};
    for (int step = 0; step < STEPS; step++) {
      double[] gradient = new SplittableRandom(step).doubles(3, -1, 1).toArray();
      for (int i = 0; i < 3; i++) {
        expected[i] -= 0.1 * Math.signum(gradient[i]);
      }
    }
    assertArrayEquals(expected, afterSteps(dense(new Adam(0.1, 0, 0, 0, 0))), 1e-14);
  }

  static Stream<Record> rulesWithBiasCorrection() throws Throwable {
    return Stream.of(
        Adam.DEFAULTS,
        AdamW.DEFAULTS,
        with(Adam.DEFAULTS, "amsgrad", Amsgrad.RAW),
        with(AdamW.DEFAULTS, "amsgrad", Amsgrad.CORRECTED),
        NAdam.DEFAULTS,
        RAdam.DEFAULTS);
  }

  /** Under a constant gradient g the corrected second moment is g². */
  @ParameterizedTest
  @MethodSource("rulesWithBiasCorrection")
  void epsilonStandsWhereItsFormSays(Record rule) throws Throwable {
    double g = 0.01;
    double epsilon = 0.005;
    double root = Math.sqrt(1 - IntegerPower.of(0.999, STEPS));
    double outside = lastStep(rule, epsilon, EpsilonForm.OUTSIDE, g) * (g + epsilon);
    double inside = lastStep(rule, epsilon, EpsilonForm.INSIDE, g) * Math.sqrt(g * g + epsilon);
    double hat = lastStep(rule, epsilon, EpsilonForm.HAT, g) * (g + epsilon / root);
    double none = lastStep(rule, 0, EpsilonForm.OUTSIDE, g) * g;
    assertEquals(none, outside, 1e-12 * Math.abs(none));
    assertEquals(none, inside, 1e-12 * Math.abs(none));
    assertEquals(none, hat, 1e-12 * Math.abs(none));
  }

  private static double lastStep(Record rule, double epsilon, EpsilonForm form, double g)
      throws Throwable {
    Record formed = with(with(rule, "epsilon", epsilon), "epsilonForm", form);
    GradientRun run = new GradientRun(dense(formed), vector(1), new double[1]);
    for (int step = 0; step < STEPS; step++) {
      FlatParameters.set(run.parameters(), new double[1]);
      run.step(new double[] {g});
    }
    return run.values()[0];
  }

  static Stream<Record> rulesWithDecayOfTheirOwnKind() {
    return RuleRecords.RULES.stream()
        .filter(rule -> !Set.of("lamb", "adafactor", "ftrl").contains(((Optimizer) rule).name()));
  }

  /** Without gradients, from 1: base rate 0.5, schedule 0.2, group 0.3, decay 0.1. */
  @ParameterizedTest
  @MethodSource("rulesWithDecayOfTheirOwnKind")
  void decayApartFromTheGradientIsTheSameInAllRules(Record rule) throws Throwable {
    Record decaying = with(with(rule, "learningRate", 0.5), "weightDecay", 0.1);
    assertEquals(1 - 0.5 * 0.2 * 0.3 * 0.1, decayed(decaying, Decay.LR_SCALED), 1e-16);
    assertEquals(1 - 0.2 * 0.3 * 0.1, decayed(decaying, Decay.SCHEDULE_ONLY), 1e-16);
    assertEquals(1 - 0.1, decayed(decaying, Decay.SPARK_FM), 1e-16);
  }

  private static double decayed(Record rule, Decay decay) throws Throwable {
    UpdateSettings settings =
        dense(with(rule, "decay", decay))
            .withSchedule(step -> 0.2)
            .withGroups(List.of(new ParameterGroup("x", 0.3, null)));
    GradientRun run = new GradientRun(settings, vector(1), new double[] {1});
    run.step(new double[1]);
    return run.values()[0];
  }

  /** A gradient of λθ that somebody else adds is what the rule adds itself. */
  @ParameterizedTest
  @MethodSource("rulesWithDecayOfTheirOwnKind")
  void coupledDecayIsAPartOfTheGradient(Record rule) throws Throwable {
    Record without = with(with(rule, "weightDecay", 0.0), "decay", Decay.L2);
    Record with = with(without, "weightDecay", 0.1);
    GradientRun added = new GradientRun(dense(without), vector(1), new double[] {1});
    GradientRun coupled = new GradientRun(dense(with), vector(1), new double[] {1});
    for (int step = 0; step < STEPS; step++) {
      double g = Math.cos(step);
      added.step(new double[] {g + 0.1 * added.values()[0]});
      coupled.step(new double[] {g});
    }
    assertArrayEquals(added.values(), coupled.values());
  }

  @Test
  void ftrlSetsParametersToExactlyZeroUntilTheirGradientsAddUpToMoreThanL1() throws Throwable {
    Record ftrl = with(Ftrl.DEFAULTS, "l1", 1.0);
    GradientRun run = new GradientRun(dense(ftrl), vector(2), new double[2]);
    for (int step = 1; step <= 3; step++) {
      run.step(new double[] {0.4, step % 2 == 0 ? 0.4 : -0.4});
      assertEquals(step < 3, run.values()[0] == 0, "step " + step);
      assertEquals(0.0, run.values()[1]);
    }
  }

  @Test
  void nAdamsProductTakesInTheMomentumThatAScheduleGives() {
    UpdateSettings settings = dense(NAdam.DEFAULTS).withMomentum(step -> step == 1 ? 0.5 : 0.8);
    GradientRun run = new GradientRun(settings, vector(1), new double[1]);
    run.step(new double[] {1});
    run.step(new double[] {1});
    double first = 0.5 * (1 - 0.5 * Math.pow(0.96, 0.004));
    double second = 0.8 * (1 - 0.5 * Math.pow(0.96, 0.008));
    double product = run.state().scalars().getOrDefault("momentumProduct", Double.NaN);
    assertEquals(first * second, product, 1e-15);
  }
}
