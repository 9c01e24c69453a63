package io.adamant.optimizer;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.adamant.optimizer.rule.Adam;
import io.adamant.optimizer.rule.AdamW;
import java.util.List;
import org.junit.jupiter.api.Test;

class FingerprintDifferenceTest {
  private static final ParameterLayout LAYOUT = new ParameterLayout("weight", 9, 1, List.of());

  private static void assertDifference(String left, String right, String first, String second) {
    assertEquals(new FingerprintDifference(first, second), FingerprintDifference.of(left, right));
  }

  @Test
  void ofOneRuleTheSettingsThatDifferAreLeft() {
    assertDifference(
        OptimizerState.fingerprint(new Adam(0.1), LAYOUT),
        OptimizerState.fingerprint(new Adam(0.2), LAYOUT),
        "Adam[learningRate=0.1, ...]",
        "Adam[learningRate=0.2, ...]");
  }

  @Test
  void ofTwoRulesTheNamesAreLeft() {
    assertDifference(
        OptimizerState.fingerprint(new Adam(0.1), LAYOUT),
        OptimizerState.fingerprint(new AdamW(0.1), LAYOUT),
        "Adam[...]",
        "AdamW[...]");
  }

  @Test
  void layoutsAreSaidWhereTheyDiffer() {
    ParameterLayout other = new ParameterLayout("weight", 8, 1, List.of());
    assertDifference(
        OptimizerState.fingerprint(new Adam(0.1), LAYOUT),
        OptimizerState.fingerprint(new Adam(0.1), other),
        "Adam[...] of weight[9, 1]",
        "Adam[...] of weight[8, 1]");
  }

  @Test
  void whatIsNoFingerprintIsLeftWhole() {
    String own = OptimizerState.fingerprint(new Adam(0.1), LAYOUT);
    assertDifference("nonsense", own, "nonsense", own);
  }
}
