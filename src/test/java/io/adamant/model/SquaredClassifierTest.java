package io.adamant.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.adamant.data.BinaryLabels;
import io.adamant.data.ExampleBlock;
import io.adamant.data.ExampleBlockBuilder;
import io.adamant.data.RowFormatException;
import io.adamant.data.Rows;
import io.adamant.data.Rows.Row;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class SquaredClassifierTest {
  @Property(tries = 100)
  void theLossIsTheWeightedSumOfHalfSquaredDistancesFromPlusAndMinusOne(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 10) int count, @ForAll boolean bias)
      throws RowFormatException {
    LinearProblem problem = new LinearProblem(seed, count, bias, true, true);
    double expected = 0;
    for (Row row : problem.rows) {
      double target = row.label() == 1 ? 1 : -1;
      expected += row.weight() * Math.pow(problem.score(row) - target, 2) / 2;
    }
    SquaredClassifier model = new SquaredClassifier(bias);
    double loss = model.addGradient(problem.block, problem.parameters, problem.zeros());
    assertEquals(expected, loss, 1e-13 * (1 + expected));
  }

  @Test
  void twoRowsByHand() throws RowFormatException {
    ExampleBlockBuilder builder = new ExampleBlockBuilder(0, new BinaryLabels(-1, 1));
    builder.add(Rows.ones(1, 0).toExample());
    builder.add(Rows.ones(-1, 0, 1).toExample());
    ExampleBlock block = builder.build();
    BlockParameters parameters =
        new BlockParameters(new double[] {0.25, 0.5}, new double[][] {{0.125}});
    BlockParameters gradient = new BlockParameters(new double[2], new double[1][1]);
    double loss = new SquaredClassifier(true).addGradient(block, parameters, gradient);
    // Scores 0.375 and 0.875, so errors -0.625 and 1.875.
    assertEquals((0.625 * 0.625 + 1.875 * 1.875) / 2, loss);
    assertArrayEquals(new double[] {1.25, 1.875}, gradient.table());
    assertEquals(1.25, gradient.tensors()[0][0]);
  }
}
