package io.adamant.optimizer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.adamant.optimizer.rule.Adam;
import io.adamant.optimizer.rule.AdamW;
import io.adamant.optimizer.rule.Sgd;
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

  static Stream<Arguments> refused() {
    return Stream.of(
        refused("learning-rate must be finite and >= 0, got -0.1", () -> new Sgd(-0.1)),
        refused("learning-rate must be finite and >= 0, got NaN", () -> new Adam(NAN)),
        refused("learning-rate must be finite and >= 0, got Infinity", () -> new AdamW(INFINITY)),
        refused("momentum must be finite and >= 0, got -1.0", () -> sgd(-1, 0, false, 0)),
        refused("momentum must be finite and >= 0, got NaN", () -> sgd(NAN, 0, false, 0)),
        refused("dampening must be finite, got NaN", () -> sgd(0.9, NAN, false, 0)),
        refused("dampening must be finite, got -Infinity", () -> sgd(0.9, -INFINITY, false, 0)),
        refused("weight-decay must be finite and >= 0, got -1.0", () -> sgd(0, 0, false, -1)),
        refused(
            "nesterov needs momentum > 0 and dampening 0, got momentum 0.0 and dampening 0.0",
            () -> sgd(0, 0, true, 0)),
        refused(
            "nesterov needs momentum > 0 and dampening 0, got momentum 0.9 and dampening 0.1",
            () -> sgd(0.9, 0.1, true, 0)),
        refused("beta1 must be in [0, 1), got 1.0", () -> new Adam(1, 1, 0.9, 1e-8, 0)),
        refused("beta1 must be in [0, 1), got -0.1", () -> new AdamW(1, -0.1, 0.9, 1e-8, 0)),
        refused("beta2 must be in [0, 1), got 1.5", () -> new Adam(1, 0.9, 1.5, 1e-8, 0)),
        refused("beta2 must be in [0, 1), got NaN", () -> new AdamW(1, 0.9, NAN, 1e-8, 0)),
        refused("epsilon must be finite and >= 0, got -1.0E-8", () -> adam(-1e-8, 0)),
        refused("epsilon must be finite and >= 0, got NaN", () -> adam(NAN, 0)),
        refused("weight-decay must be finite and >= 0, got Infinity", () -> adam(1e-8, INFINITY)),
        refused(
            "weight-decay must be finite and >= 0, got -2.0",
            () -> new AdamW(1, 0.9, 0.99, 1e-8, -2)),
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

  private static Sgd sgd(double momentum, double dampening, boolean nesterov, double decay) {
    return new Sgd(0.1, momentum, dampening, nesterov, decay);
  }

  private static Adam adam(double epsilon, double decay) {
    return new Adam(0.1, 0.9, 0.999, epsilon, decay);
  }

  @ParameterizedTest
  @MethodSource("refused")
  void aSettingOutOfRangeIsRefusedByKeyLimitAndValue(String message, Executable construction) {
    IllegalArgumentException refused = assertThrows(IllegalArgumentException.class, construction);
    assertEquals(message, refused.getMessage());
  }

  @Test
  void theBordersOfTheRangesAreWithin() {
    assertEquals(0, sgd(0, -5, false, 0).weightDecay());
    assertEquals(0, new Adam(0, 0, 0, 0, 0).learningRate());
    assertEquals(0.0, new ParameterGroup("x", 0, 0.0).learningRateFactor());
  }

  @Test
  void theDefaultsArePyTorchs() {
    assertEquals(new Adam(1e-3, 0.9, 0.999, 1e-8, 0), Adam.DEFAULTS);
    assertEquals(new AdamW(1e-3, 0.9, 0.999, 1e-8, 1e-2), AdamW.DEFAULTS);
    assertEquals(new Sgd(1e-3, 0, 0, false, 0), Sgd.DEFAULTS);
  }
}
