package io.adamant.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.adamant.data.Fields;
import io.adamant.data.RowFormatException;
import io.adamant.linalg.InitialValues;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class FieldAwareFactorizationMachineTest {
  /** Of the twelve features of a problem: one field has one, so that rows without it abound. */
  private static final Fields FIELDS = Fields.ofSizes(3, 4, 1, 4);

  private static FieldAwareFactorizationMachine model(Fields fields, int factors) {
    return new FieldAwareFactorizationMachine(
        new SquaredLoss(), fields, factors, InitialValues.normal(0.1, 3), true);
  }

  @Property(tries = 200)
  void theScoreIsTheSumOverAllPairs(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 6) int factors, @ForAll boolean valued)
      throws RowFormatException {
    FieldAwareFactorizationMachine model = model(FIELDS, factors);
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
    int[] ids = problem.block.featureIds();
    int columns = 1 + FIELDS.count() * factors;
    double score = problem.score(row, 0, columns);
    for (int i = 0; i < ids.length; i++) {
      for (int j = i + 1; j < ids.length; j++) {
        double product = 0;
        for (int f = 0; f < factors; f++) {
          product +=
              table[i * columns + 1 + FIELDS.fieldOf(ids[j]) * factors + f]
                  * table[j * columns + 1 + FIELDS.fieldOf(ids[i]) * factors + f];
        }
        score += product * problem.value(row, i) * problem.value(row, j);
      }
    }
    return score;
  }

  @Property(tries = 100)
  void withOneFieldItIsTheFactorizationMachine(@ForAll long seed, @ForAll boolean valued)
      throws RowFormatException {
    FactorizationMachine plain =
        new FactorizationMachine(new SquaredLoss(), 3, InitialValues.normal(0.1, 3), true);
    FieldAwareFactorizationMachine aware = model(Fields.ofSizes(12), 3);
    assertEquals(plain.columnGroups(), aware.columnGroups());
    ModelProblem problem = new ModelProblem(plain, seed, 20, true, valued);
    BlockParameters expected = ModelProblem.zeros(plain, problem.block);
    BlockParameters gradient = ModelProblem.zeros(aware, problem.block);
    double loss = plain.addGradient(problem.block, problem.parameters, expected);
    assertEquals(
        loss, aware.addGradient(problem.block, problem.parameters, gradient), 1e-10 * (1 + loss));
    assertArrayEquals(expected.table(), gradient.table(), 1e-9);
    assertArrayEquals(expected.tensors()[0], gradient.tensors()[0], 1e-9);
  }

  @Test
  void withoutFieldsThereIsNoModelAndTheMessageSaysWhatToSet() {
    IllegalArgumentException refused =
        assertThrows(
            IllegalArgumentException.class,
            () -> FieldAwareFactorizationMachine.Settings.DEFAULTS.model(InputShape.ofClasses(2)));
    assertTrue(String.valueOf(refused.getMessage()).contains("set input.fields ="));
  }
}
