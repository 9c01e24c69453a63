package io.adamant.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.adamant.data.RowFormatException;
import io.adamant.linalg.ColumnGroup;
import io.adamant.model.ModelTable.Row;
import java.util.SplittableRandom;
import java.util.function.DoubleSupplier;
import java.util.stream.IntStream;
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
      @ForAll boolean valued,
      @ForAll boolean noisy)
      throws RowFormatException {
    Model model = row.model();
    ModelProblem problem = new ModelProblem(model, seed, count, weighted, valued);
    BlockParameters gradient = ModelProblem.zeros(model, problem.block);
    // What a seed draws stays: under it the loss has a slope as ever.
    DoubleSupplier again = noisy ? () -> loss(model, problem, seed) : () -> loss(model, problem);
    if (noisy) {
      model.addGradient(problem.block, problem.parameters, gradient, seed);
    } else {
      model.addGradient(problem.block, problem.parameters, gradient);
    }
    assertIsSlope(again, seed, problem.parameters.table(), gradient.table());
    for (int i = 0; i < gradient.tensors().length; i++) {
      assertIsSlope(again, seed, problem.parameters.tensors()[i], gradient.tensors()[i]);
    }
  }

  /** Of as many values as can be tried in the time, at random where there are more. */
  private static void assertIsSlope(
      DoubleSupplier loss, long seed, double[] values, double[] slopes) {
    double step = 1e-5;
    double at = loss.getAsDouble();
    int[] tried =
        values.length <= 60
            ? IntStream.range(0, values.length).toArray()
            : new SplittableRandom(seed).ints(20, 0, values.length).toArray();
    for (int i : tried) {
      double value = values[i];
      values[i] = value + step;
      double above = loss.getAsDouble();
      values[i] = value - step;
      double below = loss.getAsDouble();
      values[i] = value;
      double slope = (above - below) / (2 * step);
      // At a kink any slope between those on both sides will do; elsewhere they hardly differ.
      double bend = Math.abs(above - 2 * at + below) / (2 * step);
      // The differences cancel: what is left of a loss of up to 1000 is rounded to 1e-7.
      assertEquals(slope, slopes[i], bend + 1e-6 * (1 + Math.abs(slope)));
    }
  }

  private static double loss(Model model, ModelProblem problem, long noiseSeed) {
    return model.addGradient(
        problem.block, problem.parameters, ModelProblem.zeros(model, problem.block), noiseSeed);
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
  void withoutNoiseTheLossIsThatOfTheScores(@ForAll("models") Row row, @ForAll long seed)
      throws RowFormatException {
    Model model = row.model();
    ModelProblem problem = new ModelProblem(model, seed, 20, true, true);
    double[] scores = new double[20 * model.loss().outputs()];
    model.score(problem.block, problem.parameters, scores);
    double expected = model.loss().differentiate(problem.block, scores);
    assertEquals(expected, loss(model, problem), 1e-12 * (1 + Math.abs(expected)));
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
