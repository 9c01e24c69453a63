package io.adamant.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.adamant.data.RowFormatException;
import io.adamant.linalg.ColumnGroup;
import io.adamant.model.ModelTable.Row;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/** What holds for each model. */
class ModelTest {
  @Provide
  Arbitrary<Row> models() {
    return Arbitraries.of(ModelTable.rows());
  }

  @Property(tries = 600)
  void theGradientIsThatOfCentralDifferences(
      @ForAll("models") Row row,
      @ForAll long seed,
      @ForAll @IntRange(min = 1, max = 30) int count,
      @ForAll boolean weighted,
      @ForAll boolean valued)
      throws RowFormatException {
    Model model = row.model();
    ModelProblem problem = new ModelProblem(model, seed, count, weighted, valued);
    BlockParameters gradient = ModelProblem.zeros(model, problem.block);
    model.addGradient(problem.block, problem.parameters, gradient);
    assertIsSlope(model, problem, problem.parameters.table(), gradient.table());
    for (int i = 0; i < gradient.tensors().length; i++) {
      assertIsSlope(model, problem, problem.parameters.tensors()[i], gradient.tensors()[i]);
    }
  }

  private static void assertIsSlope(
      Model model, ModelProblem problem, double[] values, double[] slopes) {
    double step = 1e-5;
    double at = loss(model, problem);
    for (int i = 0; i < values.length; i++) {
      double value = values[i];
      values[i] = value + step;
      double above = loss(model, problem);
      values[i] = value - step;
      double below = loss(model, problem);
      values[i] = value;
      double slope = (above - below) / (2 * step);
      // At a kink any slope between those on both sides will do; elsewhere they hardly differ.
      double bend = Math.abs(above - 2 * at + below) / (2 * step);
      // The differences cancel: what is left of a loss of up to 1000 is rounded to 1e-7.
      assertEquals(slope, slopes[i], bend + 1e-6 * (1 + Math.abs(slope)));
    }
  }

  private static double loss(Model model, ModelProblem problem) {
    return model.addGradient(
        problem.block, problem.parameters, ModelProblem.zeros(model, problem.block));
  }

  @Property(tries = 100)
  void theGradientIsAddedToWhatIsThere(@ForAll("models") Row row, @ForAll long seed)
      throws RowFormatException {
    Model model = row.model();
    ModelProblem problem = new ModelProblem(model, seed, 20, true, true);
    BlockParameters once = ModelProblem.zeros(model, problem.block);
    model.addGradient(problem.block, problem.parameters, once);
    BlockParameters twice = ModelProblem.zeros(model, problem.block);
    model.addGradient(problem.block, problem.parameters, twice);
    model.addGradient(problem.block, problem.parameters, twice);
    assertTwice(once.table(), twice.table());
    for (int i = 0; i < once.tensors().length; i++) {
      assertTwice(once.tensors()[i], twice.tensors()[i]);
    }
  }

  private static void assertTwice(double[] once, double[] twice) {
    for (int i = 0; i < once.length; i++) {
      assertEquals(2 * once[i], twice[i], 1e-12 * (1 + Math.abs(once[i])));
    }
  }

  @Property(tries = 100)
  void theScoresOfLinearModelsAreLinearInTheFeaturesPlusTheOffset(
      @ForAll("models") Row row, @ForAll long seed) throws RowFormatException {
    Model model = row.model();
    Assume.that(model instanceof LinearModel || model instanceof SoftmaxRegression);
    ModelProblem problem = new ModelProblem(model, seed, 20, true, true);
    int k = model.loss().outputs();
    assertEquals(k, model.columns());
    double[] scores = new double[20 * k];
    model.score(problem.block, problem.parameters, scores);
    for (int i = 0; i < scores.length; i++) {
      assertEquals(problem.score(i / k, i % k, k), scores[i], 1e-13);
    }
  }

  @Property(tries = 100)
  void theLossIsTheWeightedSumOfItsRows(@ForAll("models") Row row, @ForAll long seed)
      throws RowFormatException {
    Model model = row.model();
    ModelProblem problem = new ModelProblem(model, seed, 20, true, true);
    ScalarLoss loss = row.twinLoss();
    if (loss == null) {
      return;
    }
    double[] scores = new double[20];
    model.score(problem.block, problem.parameters, scores);
    double expected = 0;
    double magnitude = 1;
    for (int i = 0; i < 20; i++) {
      double own = loss.value(scores[i], problem.rows.get(i).label());
      expected += problem.rows.get(i).weight() * own;
      magnitude += problem.rows.get(i).weight() * Math.abs(own);
    }
    assertEquals(expected, loss(model, problem), 1e-12 * magnitude);
  }

  @Property(tries = 40)
  void theGroupsAreOfAllColumns(@ForAll("models") Row row) {
    Model model = row.model();
    assertEquals(
        model.columns(), model.columnGroups().stream().mapToInt(ColumnGroup::columns).sum());
  }

  @Property(tries = 40)
  void theTypeIsThatOfItsEntry(@ForAll("models") Row row) {
    String type = row.model().type();
    assertTrue(ModelCatalog.find(type).isPresent(), type);
    assertTrue(row.name().startsWith(type + " "), row.name());
  }
}
