package io.adamant.optimizer;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.adamant.linalg.SparseRows;
import io.adamant.linalg.TensorShape;
import io.adamant.optimizer.rule.Adam;
import io.adamant.optimizer.rule.Amsgrad;
import io.adamant.optimizer.rule.EpsilonForm;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What Adam's bias corrections multiply its step by, against recorded numbers. */
class BiasCorrectionTest {
  /** A power is right to its last bit, which weighs less and less in 1 − βᵗ. */
  private static final double ROUNDING = 1e-13;

  static Stream<Arguments> corrections() throws IOException {
    String text = Files.readString(GoldenTrajectoryTest.FOLDER.resolve("bias_correction.json"));
    return StreamSupport.stream(JsonParser.parseString(text).getAsJsonArray().spliterator(), false)
        .map(JsonElement::getAsJsonObject)
        .map(row -> Arguments.of(number(row, "beta"), row.get("t").getAsInt(), row));
  }

  private static double number(JsonObject row, String key) {
    return Double.parseDouble(row.get(key).getAsString());
  }

  @ParameterizedTest
  @MethodSource("corrections")
  void correctionOfTheFirstMomentLengthensTheStepByOneOverOneMinusBetaToTheT(
      double beta, int t, JsonObject row) {
    double expected = number(row, "factor_1_over");
    double factor = step(adam(beta, true, false), t) / step(adam(beta, false, false), t);
    assertEquals(expected, factor, ROUNDING * expected);
    assertEquals(number(row, "one_minus_beta_pow_t"), 1 / factor, ROUNDING);
  }

  @ParameterizedTest
  @MethodSource("corrections")
  void bothCorrectionsTogetherAreTheEffectiveScaleOfTheLearningRate(
      double beta, int t, JsonObject row) {
    double expected = number(row, "effective_lr_scale_if_v_beta_0999");
    double factor = step(adam(beta, true, true), t) / step(adam(beta, false, false), t);
    assertEquals(expected, factor, ROUNDING * expected);
  }

  private static Adam adam(double beta1, boolean first, boolean second) {
    return new Adam(
        1, beta1, 0.999, 0, EpsilonForm.OUTSIDE, 0, Decay.L2, Amsgrad.NONE, first, second, true);
  }

  /** The length of step t under a constant gradient. */
  private static double step(Adam adam, int t) {
    ParameterLayout layout = new ParameterLayout("table", 0, 1, List.of(new TensorShape("x", 1)));
    ParameterUpdate update = new ParameterUpdate(UpdateSettings.of(adam, SparseUpdates.DENSE));
    OptimizerState state = update.initialState(layout);
    Parameters parameters = new Parameters(layout);
    for (int step = 1; step <= t; step++) {
      parameters.tensors()[0][0] = 0;
      SparseRows none = new SparseRows(1, new int[0], new double[0]);
      update.step(parameters, new Gradient(none, new double[][] {{1}}), 1, 0, state);
    }
    return -parameters.tensors()[0][0];
  }
}
