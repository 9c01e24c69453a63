package io.adamant.optimizer;

import static io.adamant.optimizer.RuleRecords.RULES;
import static io.adamant.optimizer.RuleRecords.with;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.adamant.optimizer.rule.AdaFactor;
import io.adamant.optimizer.rule.AdaGrad;
import io.adamant.optimizer.rule.Adadelta;
import io.adamant.optimizer.rule.Adam;
import io.adamant.optimizer.rule.AdamW;
import io.adamant.optimizer.rule.Adamax;
import io.adamant.optimizer.rule.Amsgrad;
import io.adamant.optimizer.rule.EpsilonForm;
import io.adamant.optimizer.rule.Ftrl;
import io.adamant.optimizer.rule.Lamb;
import io.adamant.optimizer.rule.NAdam;
import io.adamant.optimizer.rule.RAdam;
import io.adamant.optimizer.rule.RmsProp;
import io.adamant.optimizer.rule.Sgd;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every setting out of range is refused with its key, its limit and its value. */
class OptimizerSettingsLimitsTest {
  private static final double NAN = Double.NaN;
  private static final double INFINITY = Double.POSITIVE_INFINITY;

  private static final Set<String> FRACTIONS = Set.of("beta1", "beta2", "alpha", "rho");
  private static final Set<String> POSITIVE =
      Set.of("largestWeightNorm", "epsilon1", "clipThreshold");

  /** Numbers with limits of their own, below. */
  private static final Set<String> OTHERS = Set.of("dampening", "learningRatePower", "decayRate");

  /** Every number of every rule, with values beyond its limits. */
  static Stream<Arguments> numbers() {
    return RULES.stream()
        .flatMap(
            rule ->
                Arrays.stream(rule.getClass().getRecordComponents())
                    .filter(component -> component.getType() == double.class)
                    .filter(component -> !OTHERS.contains(component.getName()))
                    .flatMap(component -> numbers(rule, component.getName())));
  }

  private static Stream<Arguments> numbers(Record rule, String component) {
    String limit;
    double[] refused;
    if (FRACTIONS.contains(component)) {
      limit = "in [0, 1)";
      refused = new double[] {-0.1, 1, 1.5, NAN};
    } else if (POSITIVE.contains(component)) {
      limit = "> 0";
      refused = new double[] {0, -1, NAN};
    } else {
      limit = "finite and >= 0";
      refused = new double[] {-1e-8, NAN, INFINITY};
    }
    return DoubleStream.of(refused)
        .mapToObj(
            value ->
                refused(
                    "%s must be %s, got %s".formatted(key(component), limit, value),
                    () -> with(rule, component, value)));
  }

  private static String key(String component) {
    return component.replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
  }

  static Stream<Arguments> others() {
    return Stream.of(
        refused("dampening must be finite, got NaN", () -> new Sgd(1, 0.9, NAN, false, 0)),
        refused(
            "dampening must be finite, got -Infinity", () -> new Sgd(1, 0.9, -INFINITY, false, 0)),
        refused(
            "nesterov needs momentum > 0 and dampening 0, got momentum 0.0 and dampening 0.0",
            () -> new Sgd(1, 0, 0, true, 0)),
        refused(
            "nesterov needs momentum > 0 and dampening 0, got momentum 0.9 and dampening 0.1",
            () -> new Sgd(1, 0.9, 0.1, true, 0)),
        refused(
            "learning-rate-power must be in [-1, 0], got 0.5",
            () -> with(Ftrl.DEFAULTS, "learningRatePower", 0.5)),
        refused(
            "learning-rate-power must be in [-1, 0], got NaN",
            () -> with(Ftrl.DEFAULTS, "learningRatePower", NAN)),
        refused(
            "decay-rate must be finite and < 0, got 0.0",
            () -> with(AdaFactor.DEFAULTS, "decayRate", 0.0)),
        refused(
            "smallest-factored must be >= 1, got 0",
            () -> with(AdaFactor.DEFAULTS, "smallestFactored", 0)),
        refused(
            "warmup-init needs relative-step = true",
            () -> with(with(AdaFactor.DEFAULTS, "relativeStep", false), "warmupInit", true)),
        refused(
            "amsgrad needs adaptive = true",
            () -> with(with(Adam.DEFAULTS, "adaptive", false), "amsgrad", Amsgrad.RAW)),
        refused(
            "groups.learning-rate-factor must be finite and >= 0, got -1.0",
            () -> new ParameterGroup("*", -1, 0.0)),
        refused(
            "groups.weight-decay must be finite and >= 0, got NaN",
            () -> new ParameterGroup("*", 1, NAN)));
  }

  private static Arguments refused(String message, Executable construction) {
    return Arguments.of("optimizer." + message, construction);
  }

  @ParameterizedTest
  @MethodSource({"numbers", "others"})
  void aSettingOutOfRangeIsRefusedByKeyLimitAndValue(String message, Executable construction) {
    IllegalArgumentException refused = assertThrows(IllegalArgumentException.class, construction);
    assertEquals(message, refused.getMessage());
  }

  static Stream<Record> rulesWithForms() {
    return RULES.stream().filter(rule -> !(rule instanceof Lamb) && !(rule instanceof Ftrl));
  }

  @ParameterizedTest
  @MethodSource("rulesWithForms")
  void everyFormOfDecayIsTakenButLambsOwn(Record rule) throws Throwable {
    for (Decay decay : Decay.values()) {
      if (decay == Decay.IN_UPDATE) {
        IllegalArgumentException refused =
            assertThrows(IllegalArgumentException.class, () -> with(rule, "decay", decay));
        assertEquals("optimizer.decay = in-update is for lamb alone", refused.getMessage());
      } else {
        Optimizer taken = assertInstanceOf(Optimizer.class, with(rule, "decay", decay));
        assertEquals(decay, taken.decay());
      }
    }
  }

  static Stream<Record> rulesWithoutBiasCorrection() {
    return Stream.of(AdaGrad.DEFAULTS, RmsProp.DEFAULTS, Adamax.DEFAULTS);
  }

  @ParameterizedTest
  @MethodSource("rulesWithoutBiasCorrection")
  void withoutBiasCorrectionOfASquareThereIsNoEpsilonHat(Record rule) {
    IllegalArgumentException refused =
        assertThrows(
            IllegalArgumentException.class, () -> with(rule, "epsilonForm", EpsilonForm.HAT));
    assertEquals(
        "optimizer.epsilon-form must be outside or inside, got hat, which needs the bias"
            + " correction that %s has not".formatted(((Optimizer) rule).name()),
        refused.getMessage());
  }

  @Test
  void theBordersOfTheRangesAreWithin() {
    assertEquals(0, new Sgd(0.1, 0, -5, false, 0).weightDecay());
    assertEquals(0, new Adam(0, 0, 0, 0, 0).learningRate());
    assertEquals(0.0, new ParameterGroup("x", 0, 0.0).learningRateFactor());
  }

  /** Stated once more, from PyTorch's documentation. */
  @Test
  void theDefaultsArePyTorchsWhereItHasTheRule() {
    Decay l2 = Decay.L2;
    assertEquals(new Sgd(1e-3, 0, 0, false, 0), Sgd.DEFAULTS);
    assertEquals(new AdaGrad(1e-2, 0, 0, 1e-10, EpsilonForm.OUTSIDE, 0, l2), AdaGrad.DEFAULTS);
    assertEquals(
        new RmsProp(1e-2, 0.99, 1e-8, EpsilonForm.OUTSIDE, 0, false, 0, l2), RmsProp.DEFAULTS);
    assertEquals(new Adadelta(1, 0.9, 1e-6, 0, l2), Adadelta.DEFAULTS);
    assertEquals(new Adam(1e-3, 0.9, 0.999, 1e-8, 0), Adam.DEFAULTS);
    assertEquals(new AdamW(1e-3, 0.9, 0.999, 1e-8, 1e-2), AdamW.DEFAULTS);
    assertEquals(new Adamax(2e-3, 0.9, 0.999, 1e-8, EpsilonForm.INSIDE, 0, l2), Adamax.DEFAULTS);
    assertEquals(
        new NAdam(2e-3, 0.9, 0.999, 1e-8, EpsilonForm.OUTSIDE, 4e-3, 0, l2), NAdam.DEFAULTS);
    assertEquals(new RAdam(1e-3, 0.9, 0.999, 1e-8, EpsilonForm.HAT, 0, l2), RAdam.DEFAULTS);
  }

  static Stream<Record> rules() {
    return RULES.stream();
  }

  @ParameterizedTest
  @MethodSource("rules")
  void momentumIsMovedWhereThereIsOneAndRefusedByNameWhereThereIsNone(Record rule)
      throws Throwable {
    Optimizer optimizer = (Optimizer) rule;
    List<String> components =
        Arrays.stream(rule.getClass().getRecordComponents()).map(RecordComponent::getName).toList();
    String name = components.contains("momentum") ? "momentum" : "beta1";
    if (!components.contains(name)) {
      assertRefusesMomentum(optimizer);
      return;
    }
    Record with = with(rule, name, 0.5);
    assertEquals(with(rule, name, 0.7), ((Optimizer) with).withMomentum(0.7));
    if (name.equals("momentum") || rule instanceof AdaFactor) {
      // Without momentum there is no buffer, and no room for one later.
      assertRefusesMomentum((Optimizer) with(rule, name, 0.0));
    }
  }

  private static void assertRefusesMomentum(Optimizer optimizer) {
    IllegalArgumentException refused =
        assertThrows(IllegalArgumentException.class, () -> optimizer.withMomentum(0.7));
    assertEquals(
        "schedule.cycle-momentum needs an optimizer with momentum; %s has none"
            .formatted(optimizer.name()),
        refused.getMessage());
  }
}
