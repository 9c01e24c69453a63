package io.adamant.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.adamant.data.CtrGenerator;
import io.adamant.optimizer.Optimizer;
import io.adamant.optimizer.Parameters;
import io.adamant.optimizer.SparseUpdates;
import io.adamant.optimizer.rule.AdamW;
import io.adamant.optimizer.rule.Sgd;
import io.adamant.testing.LocalSparkTest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is seen of the steps of a training, and that the training does not see it. */
class StepMovementTest extends LocalSparkTest {
  private static final int FEATURES = 5_000;
  private static final double LEARNING_RATE = 0.5;

  private static Optimizer sgd() {
    return new Sgd(LEARNING_RATE);
  }

  private Parameters train(TrainingRun run, List<StepMetrics> steps) {
    return run.listener((metrics, validation) -> steps.add(metrics))
        .train(
            spark(),
            new GeneratedSource(spark(), new CtrGenerator(3, FEATURES), 3_000),
            TrainingRun.rules(FEATURES));
  }

  @Test
  void aStepOfGradientDescentIsAsLongAsItsGradientTimesItsRate() {
    for (SparseUpdates meaning : SparseUpdates.values()) {
      List<StepMetrics> steps = new ArrayList<>();
      train(new TrainingRun().steps(12).optimizer(sgd(), meaning), steps);
      List<Long> seen = new ArrayList<>();
      for (StepMetrics metrics : steps) {
        StepMovement movement = metrics.movement();
        if (movement != null) {
          seen.add(metrics.step());
          double squares = 0;
          for (StepMovement.Part part : movement.parts().values()) {
            squares += part.updateNorm() * part.updateNorm();
          }
          double expected = LEARNING_RATE * metrics.outcome().gradientNorm();
          assertEquals(expected, Math.sqrt(squares), 1e-12 * expected);
        }
      }
      assertEquals(List.of(5L, 10L, 12L), seen);
    }
  }

  @Test
  void theNormAtTheEndIsThatOfTheModel() {
    List<StepMetrics> steps = new ArrayList<>();
    Parameters trained =
        train(new TrainingRun().optimizer(new AdamW(0.05), SparseUpdates.DEFERRED), steps);
    StepMovement movement = steps.get(steps.size() - 1).movement();
    assertNotNull(movement);

    assertEquals(List.of("weight", "bias"), List.copyOf(movement.parts().keySet()));
    double squares = 0;
    for (int row = 0; row < FEATURES; row++) {
      squares += trained.get(row, 0) * trained.get(row, 0);
    }
    StepMovement.Part weight = movement.parts().get("weight");
    assertNotNull(weight);
    assertEquals(Math.sqrt(squares), weight.norm(), 1e-12 * Math.sqrt(squares));
    long counted = movement.sizes().unmoved() + Arrays.stream(movement.sizes().counts()).sum();
    assertTrue(counted > 1_000 && counted <= FEATURES + 1, () -> "counted " + counted);
  }

  @Test
  void shardsDoNotChangeWhatIsSeen() {
    List<List<StepMovement>> seen = new ArrayList<>();
    for (int shards : new int[] {1, 4}) {
      List<StepMetrics> steps = new ArrayList<>();
      train(new TrainingRun().shards(shards), steps);
      List<StepMovement> movements = new ArrayList<>();
      for (StepMetrics metrics : steps) {
        StepMovement movement = metrics.movement();
        if (movement != null) {
          movements.add(movement);
        }
      }
      seen.add(movements);
    }
    assertEquals(seen.get(0).size(), seen.get(1).size());
    for (int i = 0; i < seen.get(0).size(); i++) {
      assertEquals(seen.get(0).get(i).parts(), seen.get(1).get(i).parts());
      assertEquals(
          Arrays.toString(seen.get(0).get(i).sizes().counts()),
          Arrays.toString(seen.get(1).get(i).sizes().counts()));
    }
  }
}
