package io.adamant.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.adamant.data.RowFormatException;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** What holds for each loss of a linear score. */
class LinearModelTest {
  @Provide
  Arbitrary<String> types() {
    return Arbitraries.of(Models.TYPES);
  }

  @Property(tries = 200)
  void theGradientIsThatOfCentralDifferences(
      @ForAll("types") String type,
      @ForAll long seed,
      @ForAll @IntRange(min = 1, max = 30) int count,
      @ForAll boolean bias,
      @ForAll boolean weighted,
      @ForAll boolean valued)
      throws RowFormatException {
    Model model = Models.of(type, bias);
    LinearProblem problem = new LinearProblem(seed, count, bias, weighted, valued);
    BlockParameters gradient = problem.zeros();
    model.addGradient(problem.block, problem.parameters, gradient);
    assertIsSlope(model, problem, problem.parameters.table(), gradient.table());
    for (int i = 0; i < gradient.tensors().length; i++) {
      assertIsSlope(model, problem, problem.parameters.tensors()[i], gradient.tensors()[i]);
    }
  }

  private static void assertIsSlope(
      Model model, LinearProblem problem, double[] values, double[] slopes) {
    double step = 1e-5;
    for (int i = 0; i < values.length; i++) {
      double value = values[i];
      values[i] = value + step;
      double above = model.addGradient(problem.block, problem.parameters, problem.zeros());
      values[i] = value - step;
      double below = model.addGradient(problem.block, problem.parameters, problem.zeros());
      values[i] = value;
      double slope = (above - below) / (2 * step);
      // The differences cancel: what is left of a loss of up to 500 is rounded to 1e-7.
      assertEquals(slope, slopes[i], 1e-6 * (1 + Math.abs(slope)));
    }
  }

  @Property(tries = 100)
  void theScoreIsLinear(@ForAll("types") String type, @ForAll long seed, @ForAll boolean bias)
      throws RowFormatException {
    LinearProblem problem = new LinearProblem(seed, 20, bias, true, true);
    double[] scores = new double[20];
    Models.of(type, bias).score(problem.block, problem.parameters, scores);
    for (int row = 0; row < scores.length; row++) {
      assertEquals(problem.score(problem.rows.get(row)), scores[row], 1e-13);
    }
  }

  @Property(tries = 20)
  void theGradientIsAddedToWhatIsThere(@ForAll("types") String type, @ForAll boolean bias)
      throws RowFormatException {
    Model model = Models.of(type, bias);
    LinearProblem problem = new LinearProblem(3, 20, bias, true, true);
    BlockParameters once = problem.zeros();
    model.addGradient(problem.block, problem.parameters, once);
    BlockParameters twice = problem.zeros();
    model.addGradient(problem.block, problem.parameters, twice);
    model.addGradient(problem.block, problem.parameters, twice);
    for (int i = 0; i < once.table().length; i++) {
      assertEquals(2 * once.table()[i], twice.table()[i], 1e-12);
    }
    for (int i = 0; i < once.tensors().length; i++) {
      assertEquals(2 * once.tensors()[i][0], twice.tensors()[i][0], 1e-12);
    }
  }

  @Test
  void theModelOfATypeIsFoundByName() {
    for (String type : Models.TYPES) {
      Model model = Models.of(type, true);
      assertEquals(type, model.type());
      assertEquals("[bias[1]]", model.tensors().toString());
      assertTrue(Models.of(type, false).tensors().isEmpty());
    }
    IllegalArgumentException refused =
        assertThrows(IllegalArgumentException.class, () -> Models.of("logistics", true));
    assertEquals(
        "model.type must be one of logistic, squared, got logistics", refused.getMessage());
  }
}
