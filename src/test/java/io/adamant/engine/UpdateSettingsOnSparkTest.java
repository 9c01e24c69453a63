package io.adamant.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.adamant.data.CtrGenerator;
import io.adamant.model.LogisticRegression;
import io.adamant.optimizer.AveragingSettings;
import io.adamant.optimizer.AveragingSettings.Kind;
import io.adamant.optimizer.ParameterGroup;
import io.adamant.optimizer.Parameters;
import io.adamant.optimizer.SparseUpdates;
import io.adamant.optimizer.StepOutcome.Action;
import io.adamant.optimizer.rule.Adam;
import io.adamant.optimizer.rule.Sgd;
import io.adamant.testing.LocalSparkTest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What groups, accumulation and averages mean, end to end. */
class UpdateSettingsOnSparkTest extends LocalSparkTest {
  private static final int FEATURES = 500;
  private static final int ROWS = 2_000;

  private GeneratedSource rows() {
    return new GeneratedSource(spark(), new CtrGenerator(0, FEATURES), ROWS);
  }

  private double[] train(TrainingRun run) {
    return values(run.train(spark(), rows(), TrainingRun.rules(FEATURES)));
  }

  /** The table's values, then the bias. */
  private static double[] values(Parameters parameters) {
    return IntStream.rangeClosed(0, FEATURES)
        .mapToDouble(i -> i < FEATURES ? parameters.table().get(i, 0) : parameters.tensors()[0][0])
        .toArray();
  }

  @ParameterizedTest
  @EnumSource(SparseUpdates.class)
  void aStepOverAllBatchesOfAnEpochIsOneOnTheFullBatch(SparseUpdates sparse) {
    // Weight decay and no small epsilon: where a gradient is all rounding, Adam would blow it up.
    Adam adam = new Adam(0.05, 0.9, 0.99, 1e-3, 0.01);
    double[] full = train(new TrainingRun().batch(ROWS, ROWS / 4).steps(3).optimizer(adam, sparse));
    List<StepMetrics> heard = new ArrayList<>();
    double[] accumulated =
        train(
            new TrainingRun()
                .batch(ROWS / 4, ROWS / 16)
                .steps(12)
                .optimizer(adam, sparse)
                .update(update -> update.withAccumulationSteps(4))
                .listener((metrics, validation) -> heard.add(metrics)));
    assertArrayEquals(full, accumulated, 1e-12);
    assertTrue(Arrays.stream(full).filter(value -> value != 0).count() > FEATURES / 2);
    for (int i = 0; i < heard.size(); i++) {
      boolean stepped = (i + 1) % 4 == 0;
      assertEquals((i + 1) / 4, heard.get(i).optimizerStep());
      assertEquals(stepped ? Action.STEPPED : Action.ACCUMULATED, heard.get(i).outcome().action());
      assertEquals(stepped ? 0.05 : 0, heard.get(i).outcome().learningRate());
    }
  }

  @Test
  void theLastStepTakesWhatIsLeftBeforeTheModelIsValidated() {
    List<StepMetrics> heard = new ArrayList<>();
    List<Double> losses = new ArrayList<>();
    // Seven batches in fives: the second step is of two.
    TrainingRun run =
        new TrainingRun()
            .batch(ROWS / 4, ROWS / 16)
            .steps(7)
            .heldBack(0.2, 6)
            .update(update -> update.withAccumulationSteps(5))
            .listener(
                (metrics, validation) -> {
                  heard.add(metrics);
                  if (validation != null) {
                    losses.add(validation.loss());
                  }
                });
    try (ShardedExamples examples =
        ShardedExamples.load(rows(), TrainingRun.rules(FEATURES), run.data())) {
      Trainer trainer = run.trainer(spark(), examples);
      trainer.train();
      assertEquals(2, trainer.step());
      assertEquals(2, heard.get(6).optimizerStep());
      assertEquals(Action.STEPPED, heard.get(6).outcome().action());
      assertEquals(0.05, heard.get(6).outcome().learningRate());
      double measured =
          Evaluator.evaluate(
                  spark(),
                  new LogisticRegression(true),
                  WorkingSet.all(trainer.parameters()),
                  examples.heldBack())
              .loss();
      assertEquals(measured, losses.get(1), "of the parameters that are saved");
      assertNotEquals(losses.get(0), losses.get(1));
    }
  }

  @ParameterizedTest
  @CsvSource({"EMA, 1, DENSE", "EMA, 4, LAZY", "TAIL, 1, LAZY", "TAIL, 6, DENSE"})
  void theAverageIsThatOfAPlainLoopAndTheTrainingGoesOnAsEver(
      Kind kind, int start, SparseUpdates sparse) {
    List<double[]> course = new ArrayList<>();
    TrainingRun plain = new TrainingRun().steps(9).optimizer(new Adam(0.05), sparse);
    try (ShardedExamples examples =
        ShardedExamples.load(rows(), TrainingRun.rules(FEATURES), plain.data())) {
      Trainer[] trainer = new Trainer[1];
      plain.listener((metrics, validation) -> course.add(values(trainer[0].parameters())));
      trainer[0] = plain.trainer(spark(), examples);
      trainer[0].train();
    }
    double decay = 0.7;
    double[] expected = course.get(start - 1).clone();
    for (int step = start + 1; step <= 9; step++) {
      double kept = kind == Kind.EMA ? decay : (double) (step - start) / (step - start + 1);
      for (int i = 0; i < expected.length; i++) {
        expected[i] = kept * expected[i] + (1 - kept) * course.get(step - 1)[i];
      }
    }
    List<Double> losses = new ArrayList<>();
    double[] averaged =
        train(
            new TrainingRun()
                .steps(9)
                .optimizer(new Adam(0.05), sparse)
                .update(update -> update.withAveraging(new AveragingSettings(kind, start, decay)))
                .listener((metrics, validation) -> losses.add(metrics.loss())));
    assertArrayEquals(expected, averaged, 1e-13);
    assertTrue(distance(averaged, course.get(8)) > 1e-3);
    List<Double> plainLosses = new ArrayList<>();
    train(plain.listener((metrics, validation) -> plainLosses.add(metrics.loss())));
    assertEquals(plainLosses, losses);
  }

  private static double distance(double[] left, double[] right) {
    return IntStream.range(0, left.length)
        .mapToDouble(i -> Math.abs(left[i] - right[i]))
        .max()
        .orElseThrow();
  }

  @ParameterizedTest
  @EnumSource(SparseUpdates.class)
  void aFrozenGroupStaysWhileTheOthersLearn(SparseUpdates sparse) {
    double[] biasAlone = train(withGroup("weight", 0, true, sparse));
    assertTrue(Arrays.stream(biasAlone, 0, FEATURES).allMatch(value -> value == 0));
    assertNotEquals(0.0, biasAlone[FEATURES]);
    double[] weightsAlone = train(withGroup("bias", 0, true, sparse));
    assertEquals(0.0, weightsAlone[FEATURES]);
    assertNotEquals(0.0, weightsAlone[0]);
  }

  @ParameterizedTest
  @EnumSource(SparseUpdates.class)
  void anL1PenaltyMakesExactZerosOfFeaturesThatSayLittle(SparseUpdates sparse) {
    long without = zeros(train(withGroup("weight", 0, false, sparse)));
    double[] values = train(withGroup("weight", 0.01, false, sparse));
    long with = zeros(values);
    assertTrue(with > without + FEATURES / 10 && with < FEATURES, without + " then " + with);
    assertNotEquals(0.0, values[FEATURES], "the bias has no penalty");
  }

  private static TrainingRun withGroup(
      String tensors, double l1, boolean frozen, SparseUpdates sparse) {
    ParameterGroup group =
        new ParameterGroup(tensors, 1, null, l1, 0, Double.POSITIVE_INFINITY, frozen);
    return new TrainingRun()
        .steps(20)
        .optimizer(new Sgd(0.5), sparse)
        .update(update -> update.withGroups(List.of(group)));
  }

  private static long zeros(double[] values) {
    return Arrays.stream(values).filter(value -> value == 0).count();
  }
}
