package io.adamant.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.adamant.data.BinaryLabels;
import io.adamant.data.ExampleBlock;
import io.adamant.data.ExampleBlockBuilder;
import io.adamant.data.RowFormatException;
import io.adamant.data.Rows;
import io.adamant.data.Rows.Row;
import io.adamant.linalg.PreciseLogistic;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class LogisticRegressionTest {
  @Property(tries = 100)
  void theLossIsTheSumOfWeightedLosses(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 10) int count, @ForAll boolean bias)
      throws RowFormatException {
    LogisticRegression model = new LogisticRegression(bias);
    ModelProblem problem = new ModelProblem(model, seed, count, true, true);
    double expected = 0;
    for (int i = 0; i < count; i++) {
      Row row = problem.rows.get(i);
      double margin = problem.score(i, 0, 1);
      expected += row.weight() * PreciseLogistic.softplus(row.label() == 1 ? -margin : margin);
    }
    double loss =
        model.addGradient(
            problem.block, problem.parameters, ModelProblem.zeros(model, problem.block));
    assertEquals(expected, loss, 1e-13 * (1 + expected));
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
}
