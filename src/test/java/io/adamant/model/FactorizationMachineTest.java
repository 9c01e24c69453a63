package io.adamant.model;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.adamant.data.RowFormatException;
import io.adamant.linalg.ColumnGroup;
import io.adamant.linalg.InitialValues;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class FactorizationMachineTest {
  private static FactorizationMachine model(int factors) {
    return new FactorizationMachine(new SquaredLoss(), factors, InitialValues.normal(0.1, 3), true);
  }

  @Property(tries = 200)
  void theScoreIsTheSumOverAllPairs(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 9) int factors, @ForAll boolean valued)
      throws RowFormatException {
    FactorizationMachine model = model(factors);
    ModelProblem problem = new ModelProblem(model, seed, 20, false, valued);
    double[] scores = new double[20];
    model.score(problem.block, problem.parameters, scores);
    for (int row = 0; row < 20; row++) {
      assertEquals(sumOverPairs(problem, row, factors), scores[row], 1e-10);
    }
  }

  /** As the definition has it, in time quadratic in the features. */
  private static double sumOverPairs(ModelProblem problem, int row, int factors) {
    double[] table = problem.parameters.table();
    int features = problem.block.features();
    double score = problem.score(row, 0, 1 + factors);
    for (int i = 0; i < features; i++) {
      for (int j = i + 1; j < features; j++) {
        double product = 0;
        for (int f = 1; f <= factors; f++) {
          product += table[i * (1 + factors) + f] * table[j * (1 + factors) + f];
        }
        score += product * problem.value(row, i) * problem.value(row, j);
      }
    }
    return score;
  }

  @Test
  void weightsBeginWithZerosAndFactorsDoNot() {
    double[] values = new double[2 * 5];
    ColumnGroup.writeInitial(model(4).columnGroups(), 0, values, 0);
    ColumnGroup.writeInitial(model(4).columnGroups(), 1, values, 5);
    for (int i = 0; i < values.length; i++) {
      assertEquals(i % 5 == 0, values[i] == 0.0);
    }
  }
}
