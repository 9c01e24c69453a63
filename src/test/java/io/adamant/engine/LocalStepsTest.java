package io.adamant.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.adamant.data.CtrGenerator;
import io.adamant.linalg.WirePrecision;
import io.adamant.metrics.Metrics;
import io.adamant.optimizer.GradientClipping;
import io.adamant.optimizer.Optimizer;
import io.adamant.optimizer.Parameters;
import io.adamant.optimizer.SparseUpdates;
import io.adamant.optimizer.rule.AdaGrad;
import io.adamant.optimizer.rule.Adam;
import io.adamant.optimizer.rule.AdamW;
import io.adamant.optimizer.rule.NAdam;
import io.adamant.optimizer.rule.Sgd;
import io.adamant.testing.LinesSource;
import io.adamant.testing.LocalSparkTest;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Rounds of local steps from end to end. 4000 rows in batches of 512 are epochs of 8 steps. */
class LocalStepsTest extends LocalSparkTest {
  private static final int FEATURES = 5_000;
  private static final int ROWS = 4_000;
  private static final Optimizer NESTEROV = new Sgd(0.7, 0.5, 0, true, 0);

  private static GeneratedSource rows(JavaSparkContext spark) {
    return new GeneratedSource(spark, new CtrGenerator(3, FEATURES), ROWS);
  }

  private static TrainingRun run(int localSteps, Optimizer outer) {
    return new TrainingRun()
        .localSteps(new LocalSteps(localSteps, outer))
        .optimizer(new AdamW(0.05), SparseUpdates.LAZY);
  }

  private Parameters train(TrainingRun run) {
    return run.train(spark(), rows(spark()), TrainingRun.rules(FEATURES));
  }

  private static double[] weights(Parameters parameters) {
    return IntStream.rangeClosed(0, FEATURES)
        .mapToDouble(i -> i == FEATURES ? parameters.tensors()[0][0] : parameters.table().get(i, 0))
        .toArray();
  }

  @Test
  void oneLocalStepIsTheSynchronousStepToTheBit() {
    for (SparseUpdates meaning : SparseUpdates.values()) {
      long expected =
          TrainingRun.checksum(train(new TrainingRun().optimizer(new AdamW(0.05), meaning)));
      TrainingRun one = run(1, NESTEROV).optimizer(new AdamW(0.05), meaning);
      assertEquals(expected, TrainingRun.checksum(train(one)), meaning.name());
    }
  }

  static Stream<Optimizer> rules() {
    return Stream.of(
        new Adam(0.05),
        new AdamW(0.05, 0.9, 0.999, 1e-8, 0.01),
        new NAdam(0.05),
        new AdaGrad(0.1),
        new Sgd(0.5, 0.9, 0, true, 1e-4));
  }

  @ParameterizedTest
  @MethodSource("rules")
  void onOneShardLocalStepsAreSynchronousToRounding(Optimizer rule) {
    GradientClipping clipping = new GradientClipping(Double.POSITIVE_INFINITY, 0.05);
    TrainingRun synchronous =
        new TrainingRun()
            .shards(1)
            .steps(20)
            .optimizer(rule, SparseUpdates.LAZY)
            .update(update -> update.withClipping(clipping));
    TrainingRun local =
        run(5, LocalSteps.AVERAGE)
            .shards(1)
            .steps(20)
            .optimizer(rule, SparseUpdates.LAZY)
            .update(update -> update.withClipping(clipping));
    double[] expected = weights(train(synchronous));
    assertTrue(IntStream.range(0, FEATURES).filter(i -> expected[i] != 0).count() > FEATURES / 2);
    assertArrayEquals(expected, weights(train(local)), 1e-10);
  }

  @Test
  void theSameShardsGiveTheSameBitsWhateverElseIsDifferent() {
    List<TrainingRun> runs = new ArrayList<>();
    List<Long> expected = new ArrayList<>();
    for (int shards : new int[] {1, 2, 4, 8}) {
      int count = shards;
      for (Optimizer outer : List.of(LocalSteps.AVERAGE, NESTEROV, new AdamW(0.01))) {
        TrainingRun run = run(5, outer).shards(shards);
        runs.add(run);
        expected.add(TrainingRun.checksum(train(run)));
        assertEquals(
            expected.get(expected.size() - 1),
            TrainingRun.checksum(train(run(5, outer).shards(shards).residentTasks(false))),
            () -> "a job a round, %d shards, %s".formatted(count, outer));
        // A stage in between folds a part of the same tree.
        assertEquals(
            expected.get(expected.size() - 1),
            TrainingRun.checksum(train(run(5, outer).shards(shards).treeBytes(0))),
            () -> shards + " shards, " + outer);
      }
    }
    // Else the comparisons would prove nothing.
    assertEquals(expected.size(), expected.stream().distinct().count());
    runAfterClass();
    SparkConf conf =
        new SparkConf()
            .setMaster("local[1]")
            .setAppName("same bits")
            .set("spark.ui.enabled", "false")
            .set("spark.driver.host", "127.0.0.1")
            .set("spark.serializer", "org.apache.spark.serializer.JavaSerializer");
    try (JavaSparkContext other = new JavaSparkContext(conf)) {
      for (int i = 0; i < runs.size(); i++) {
        Parameters trained = runs.get(i).train(other, rows(other), TrainingRun.rules(FEATURES));
        assertEquals(expected.get(i), TrainingRun.checksum(trained));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 4})
  void floatsOnTheWireAreTheSameOnEveryTransportAndNearTheDoubles(int shards) {
    TrainingRun floats = run(5, LocalSteps.AVERAGE).shards(shards).precision(WirePrecision.FLOAT32);
    Parameters resident = train(floats);
    Parameters jobs = train(floats.residentTasks(false));
    Parameters tree = train(floats.treeBytes(0));
    assertEquals(TrainingRun.checksum(resident), TrainingRun.checksum(jobs));
    assertEquals(TrainingRun.checksum(resident), TrainingRun.checksum(tree));
    double[] doubles = weights(train(run(5, LocalSteps.AVERAGE).shards(shards)));
    assertArrayEquals(doubles, weights(resident), 1e-3);
    assertNotEquals(doubles[FEATURES], resident.tensors()[0][0]);
  }

  @Test
  void anEpochOfLocalStepsTeachesAsMuchAsOneOfSynchronousSteps() {
    double synchronous = heldOutLogLoss(run(1, LocalSteps.AVERAGE).shards(4));
    for (int localSteps : new int[] {2, 4, 8}) {
      double local = heldOutLogLoss(run(localSteps, LocalSteps.AVERAGE).shards(4));
      assertTrue(local < synchronous + 0.002, localSteps + " local steps: log loss " + local);
    }
    // It has learnt something: guessing the share of positives costs 0.56.
    assertTrue(synchronous < 0.54, "log loss " + synchronous);
  }

  private double heldOutLogLoss(TrainingRun run) {
    List<@Nullable Metrics> heard = new ArrayList<>();
    Parameters unused =
        run.steps(16)
            .heldBack(0.25, 16)
            .listener((metrics, validation) -> heard.add(validation))
            .train(
                spark(),
                new GeneratedSource(spark(), new CtrGenerator(3, 500), 12_000),
                TrainingRun.rules(500));
    Metrics last = heard.get(heard.size() - 1);
    assertNotNull(last);
    return last.loss();
  }

  @Test
  void aLineIsARoundThatEndsWithItsEpochAndHasTheValidationsThatFellIntoIt() {
    List<String> heard = new ArrayList<>();
    Parameters unused =
        run(3, LocalSteps.AVERAGE)
            .steps(20)
            .heldBack(0.01, 4)
            .listener(
                (metrics, validation) -> {
                  assertEquals(metrics.step(), metrics.optimizerStep());
                  assertTrue(metrics.outcome().gradientNorm() > 0);
                  assertEquals(500.0, (double) metrics.rows() / metrics.batches(), 15);
                  heard.add(
                      "%d batches to %d, epoch %d%s"
                          .formatted(
                              metrics.batches(),
                              metrics.step(),
                              metrics.epoch(),
                              validation == null ? "" : ", validated"));
                })
            .train(spark(), rows(spark()), TrainingRun.rules(FEATURES));
    assertEquals(
        List.of(
            "3 batches to 3, epoch 1",
            "3 batches to 6, epoch 1, validated",
            "2 batches to 8, epoch 1, validated",
            "3 batches to 11, epoch 2",
            "3 batches to 14, epoch 2, validated",
            "2 batches to 16, epoch 2, validated",
            "3 batches to 19, epoch 3",
            "1 batches to 20, epoch 3, validated"),
        heard);
  }

  @Test
  void theOuterOptimizerTakesTheDifference() {
    double[] whole = weights(train(run(8, LocalSteps.AVERAGE).steps(8)));
    double[] half = weights(train(run(8, new Sgd(0.5)).steps(8)));
    for (int i = 0; i < whole.length; i++) {
      assertEquals(whole[i] / 2, half[i], 1e-15);
    }
    assertNotEquals(0, whole[FEATURES]);
  }

  @Test
  void aShardThatDivergesEndsTheTrainingWithTheParametersBeforeTheRound() {
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < 64; i++) {
      lines.add("%d 1:%s 2:1".formatted(i % 2, i % 2 == 0 ? "1e200" : "-1e200"));
    }
    TrainingRun run =
        run(2, LocalSteps.AVERAGE)
            .batch(32, 8)
            .steps(4)
            .optimizer(new Sgd(1e200), SparseUpdates.LAZY);
    InputRules rules = new InputRules(2, 1, false, 0);
    try (ShardedExamples examples =
        ShardedExamples.load(new LinesSource(spark(), lines, 3), rules, run.data())) {
      Trainer trainer = run.trainer(spark(), examples);
      DivergenceException diverged = assertThrows(DivergenceException.class, trainer::train);
      String message = String.valueOf(diverged.getMessage());
      assertTrue(message.startsWith("steps 1 to 2: the loss or gradient"), message);
      assertEquals(0, diverged.lastGoodStep());
      assertEquals(0.0, trainer.parameters().table().get(0, 0));
    }
  }
}
