package io.adamant.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.adamant.data.BinaryLabels;
import io.adamant.data.ExampleBlock;
import io.adamant.data.ExampleBlockBuilder;
import io.adamant.data.RowFormatException;
import io.adamant.data.Rows;
import io.adamant.data.Rows.Row;
import io.adamant.linalg.PreciseLogistic;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LogisticRegressionTest {
  /** Random rows, some of them without features, and random parameters for their block. */
  private static final class Problem {
    final List<Row> rows = new ArrayList<>();
    final ExampleBlock block;
    final BlockParameters parameters;

    Problem(long seed, int count, boolean bias, boolean weighted, boolean valued)
        throws RowFormatException {
      SplittableRandom random = new SplittableRandom(seed);
      ExampleBlockBuilder builder = new ExampleBlockBuilder(0, new BinaryLabels(0, 1));
      for (int i = 0; i < count; i++) {
        Row row = i % 5 == 4 ? Rows.ones(i % 2) : Rows.random(random, 6, 12, weighted, valued);
        rows.add(row);
        builder.add(row.toExample());
      }
      block = builder.build();
      parameters =
          new BlockParameters(
              random.doubles(block.features(), -2, 2).toArray(),
              bias ? new double[][] {{random.nextDouble(-1, 1)}} : new double[0][]);
    }

    BlockParameters zeros() {
      return new BlockParameters(
          new double[block.features()], new double[parameters.tensors().length][1]);
    }

    double margin(Row row) {
      double margin = parameters.tensors().length == 0 ? 0 : parameters.tensors()[0][0];
      for (int local = 0; local < block.features(); local++) {
        double value = row.features().getOrDefault(block.featureIds()[local], 0.0);
        margin += value * parameters.table()[local];
      }
      return margin;
    }
  }

  @Property(tries = 200)
  void theGradientIsThatOfCentralDifferences(
      @ForAll long seed,
      @ForAll @IntRange(min = 1, max = 30) int count,
      @ForAll boolean bias,
      @ForAll boolean weighted,
      @ForAll boolean valued)
      throws RowFormatException {
    LogisticRegression model = new LogisticRegression(bias);
    Problem problem = new Problem(seed, count, bias, weighted, valued);
    BlockParameters gradient = problem.zeros();
    model.addGradient(problem.block, problem.parameters, gradient);
    assertIsSlope(model, problem, problem.parameters.table(), gradient.table());
    for (int i = 0; i < gradient.tensors().length; i++) {
      assertIsSlope(model, problem, problem.parameters.tensors()[i], gradient.tensors()[i]);
    }
  }

  private static void assertIsSlope(
      LogisticRegression model, Problem problem, double[] values, double[] slopes) {
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
  void theLossIsTheSumOfWeightedLosses(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 10) int count, @ForAll boolean bias)
      throws RowFormatException {
    LogisticRegression model = new LogisticRegression(bias);
    Problem problem = new Problem(seed, count, bias, true, true);
    double expected = 0;
    for (Row row : problem.rows) {
      double margin = problem.margin(row);
      expected += row.weight() * PreciseLogistic.softplus(row.label() == 1 ? -margin : margin);
    }
    double loss = model.addGradient(problem.block, problem.parameters, problem.zeros());
    assertEquals(expected, loss, 1e-13 * (1 + expected));
  }

  @Property(tries = 100)
  void theScoreIsTheMargin(@ForAll long seed, @ForAll boolean bias) throws RowFormatException {
    Problem problem = new Problem(seed, 20, bias, true, true);
    double[] scores = new double[20];
    new LogisticRegression(bias).score(problem.block, problem.parameters, scores);
    for (int row = 0; row < scores.length; row++) {
      assertEquals(problem.margin(problem.rows.get(row)), scores[row], 1e-13);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void theGradientIsAddedToWhatIsThere(boolean bias) throws RowFormatException {
    LogisticRegression model = new LogisticRegression(bias);
    Problem problem = new Problem(3, 20, bias, true, true);
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
  void atExtremeMarginsLossAndGradientStayFinite() throws RowFormatException {
    ExampleBlockBuilder builder = new ExampleBlockBuilder(0, new BinaryLabels(0, 1));
    builder.add(Rows.ones(1, 0).toExample());
    builder.add(Rows.ones(0, 1).toExample());
    ExampleBlock block = builder.build();
    BlockParameters parameters =
        new BlockParameters(new double[] {-1e4, 1e4}, new double[][] {{0}});
    BlockParameters gradient = new BlockParameters(new double[2], new double[1][1]);
    double loss = new LogisticRegression(true).addGradient(block, parameters, gradient);
    assertEquals(2e4, loss);
    assertArrayEquals(new double[] {-1, 1}, gradient.table());
    assertEquals(0.0, gradient.tensors()[0][0]);
  }

  @Test
  void theModelOfATypeIsFoundByName() {
    Model model = Models.of("logistic", true);
    assertEquals("logistic", model.type());
    assertEquals("[bias[1]]", model.tensors().toString());
    assertTrue(Models.of("logistic", false).tensors().isEmpty());
    IllegalArgumentException refused =
        assertThrows(IllegalArgumentException.class, () -> Models.of("logistics", true));
    assertEquals("model.type must be one of logistic, got logistics", refused.getMessage());
  }
}
