package io.adamant.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.adamant.data.RowFormatException;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DropoutTest {
  private static final int UNITS = 100_000;

  private static double[] units(Dropout dropout, int layer) {
    double[] units = new double[UNITS];
    Arrays.fill(units, 3);
    double[] slopes = new double[UNITS];
    Arrays.fill(slopes, 2);
    dropout.apply(layer, units, slopes);
    for (int i = 0; i < UNITS; i++) {
      assertEquals(units[i] * 2 / 3, slopes[i], 1e-12, "a unit and its slope");
    }
    return units;
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 0.1, 0.5, 0.9})
  void theChanceOfBeingLeftOutIsTheSettingAndTheMeanStays(double chance) {
    double[] units = units(new Dropout(chance, 5), 1);
    long leftOut = Arrays.stream(units).filter(unit -> unit == 0).count();
    // Four standard deviations.
    double deviation = Math.sqrt(chance * (1 - chance) / UNITS);
    assertEquals(chance, (double) leftOut / UNITS, 4 * deviation);
    double kept = 3 / (1 - chance);
    assertTrue(Arrays.stream(units).allMatch(unit -> unit == 0 || Math.abs(unit - kept) < 1e-12));
  }

  @Test
  void seedAndLayerDecideAndNothingElse() {
    double[] units = units(new Dropout(0.5, 5), 1);
    assertArrayEquals(units, units(new Dropout(0.5, 5), 1));
    for (double[] other : List.of(units(new Dropout(0.5, 6), 1), units(new Dropout(0.5, 5), 2))) {
      long same = 0;
      for (int i = 0; i < UNITS; i++) {
        same += units[i] == other[i] ? 1 : 0;
      }
      assertEquals(0.5, (double) same / UNITS, 0.01, "as often as by chance");
    }
  }

  @Test
  void scoresKnowOfNoDropoutAndTrainingDoes() throws RowFormatException {
    for (ModelSettings settings : networks(0.5)) {
      Model model = settings.model(ModelTable.INPUT);
      ModelProblem problem = new ModelProblem(model, 8, 20, true, true);
      double loss = loss(model, problem, 1);
      assertEquals(loss, loss(model, problem, 1));
      assertNotEquals(loss, loss(model, problem, 2));
      BlockParameters unused = ModelProblem.zeros(model, problem.block);
      double without = model.addGradient(problem.block, problem.parameters, unused);
      assertNotEquals(loss, without);
      double[] scores = new double[20];
      model.score(problem.block, problem.parameters, scores);
      assertEquals(without, model.loss().differentiate(problem.block, scores), 1e-12);
    }
    for (ModelSettings settings : networks(0)) {
      Model model = settings.model(ModelTable.INPUT);
      ModelProblem problem = new ModelProblem(model, 8, 20, true, true);
      assertEquals(loss(model, problem, 1), loss(model, problem, 2));
    }
  }

  private static List<ModelSettings> networks(double dropout) {
    List<Long> hidden = List.of(8L, 6L);
    return List.of(
        new MultilayerPerceptron.Settings(
            NetworkLoss.LOGISTIC, hidden, Activation.TANH, dropout, 0.1, 0, true),
        new WideAndDeep.Settings(
            LossName.LOGISTIC, 4, hidden, Activation.TANH, dropout, 0.1, 0, true),
        new DeepFactorizationMachine.Settings(
            LossName.LOGISTIC, 4, hidden, Activation.TANH, dropout, 0.1, 0, true));
  }

  private static double loss(Model model, ModelProblem problem, long noiseSeed) {
    return model.addGradient(
        problem.block, problem.parameters, ModelProblem.zeros(model, problem.block), noiseSeed);
  }
}
