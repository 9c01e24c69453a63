package io.adamant.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.adamant.data.CtrGenerator;
import io.adamant.metrics.Metrics;
import io.adamant.optimizer.SparseUpdates;
import io.adamant.optimizer.rule.Sgd;
import io.adamant.testing.LinesSource;
import io.adamant.testing.LocalSparkTest;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerJobStart;
import org.apache.spark.storage.BlockId;
import org.apache.spark.storage.BlockManager;
import org.apache.spark.storage.BlockResult;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import scala.Option;
import scala.jdk.javaapi.CollectionConverters;

class TrainerTest extends LocalSparkTest {
  private static final int FEATURES = 3_000;

  private GeneratedSource rows() {
    return new GeneratedSource(spark(), new CtrGenerator(0, FEATURES), 4_000);
  }

  @Test
  void withoutResidentTasksAStepIsOneJobOfOneStage() throws TimeoutException {
    List<Integer> stagesOfJobs = Collections.synchronizedList(new ArrayList<>());
    SparkListener listener =
        new SparkListener() {
          @Override
          public void onJobStart(SparkListenerJobStart job) {
            if (String.valueOf(job.properties().getProperty("spark.job.description"))
                .startsWith("adamant: step")) {
              stagesOfJobs.add(job.stageIds().size());
            }
          }
        };
    TrainingRun run = new TrainingRun().steps(9).residentTasks(false);
    try (ShardedExamples examples =
        ShardedExamples.load(rows(), TrainingRun.rules(FEATURES), run.data())) {
      examples.shards().count();
      spark().sc().addSparkListener(listener);
      run.trainer(spark(), examples).train();
      spark().sc().listenerBus().waitUntilEmpty();
    } finally {
      spark().sc().removeSparkListener(listener);
    }
    assertEquals(9, stagesOfJobs.size());
    // The shuffle that brought the rows to their shards is in the lineage, and skipped.
    assertTrue(stagesOfJobs.stream().allMatch(stages -> stages <= 2), stagesOfJobs::toString);
  }

  @Test
  void noBroadcastIsLeftBehind() {
    new TrainingRun()
        .steps(9)
        .residentTasks(false)
        .train(spark(), rows(), TrainingRun.rules(FEATURES));
    // Spark removes destroyed broadcasts in the background: give it some time.
    for (int tries = 0; tries < 1_000 && workingSets() > 0; tries++) {
      LockSupport.parkNanos(10_000_000);
    }
    assertEquals(0, workingSets());
  }

  private int workingSets() {
    BlockManager blocks = spark().env().blockManager();
    int found = 0;
    for (BlockId id : asJava(blocks.getMatchingBlockIds(BlockId::isBroadcast))) {
      Option<BlockResult> block = id.name().contains("piece") ? Option.empty() : values(blocks, id);
      if (block.isDefined()) {
        scala.collection.Iterator<Object> data = block.get().data();
        found += data.hasNext() && data.next() instanceof WorkingSet ? 1 : 0;
        blocks.releaseLock(id, Option.empty());
      }
    }
    return found;
  }

  private static Option<BlockResult> values(BlockManager blocks, BlockId id) {
    return blocks.getLocalValues(id);
  }

  private static <T> List<T> asJava(scala.collection.immutable.Seq<T> seq) {
    return CollectionConverters.asJava(seq);
  }

  @Test
  void lossFallsAndEveryStepIsHeardInOrder() {
    List<StepMetrics> heard = new ArrayList<>();
    new TrainingRun()
        .steps(20)
        .listener((metrics, validation) -> heard.add(metrics))
        .train(spark(), rows(), TrainingRun.rules(FEATURES));
    assertEquals(20, heard.size());
    for (int i = 0; i < heard.size(); i++) {
      StepMetrics metrics = heard.get(i);
      assertEquals(i + 1, metrics.step());
      assertEquals(i / 8 + 1, metrics.epoch(), "4000 rows in batches of 512 are 8 steps");
      assertTrue(metrics.outcome().gradientNorm() > 0);
      assertTrue(metrics.bytesOut() > 0 && metrics.bytesBack() > 0);
    }
    assertEquals(Math.log(2), heard.get(0).loss(), 1e-12);
    assertTrue(heard.get(19).loss() < 0.9 * heard.get(0).loss());
    assertEquals(4_000, heard.subList(0, 8).stream().mapToLong(StepMetrics::rows).sum());
  }

  @Test
  void validationComesAtItsStepsAndAtTheLast() {
    List<@Nullable Metrics> heard = new ArrayList<>();
    new TrainingRun()
        .steps(8)
        .heldBack(0.25, 3)
        .listener((metrics, validation) -> heard.add(validation))
        .train(spark(), rows(), TrainingRun.rules(FEATURES));
    for (int step = 1; step <= 8; step++) {
      if (step == 3 || step == 6 || step == 8) {
        assertNotNull(heard.get(step - 1), "step " + step);
      } else {
        assertNull(heard.get(step - 1), "step " + step);
      }
    }
    Metrics last = heard.get(7);
    assertTrue(last != null && last.rows() > 800 && last.rows() < 1_200);
  }

  @Test
  void divergenceNamesStepAndPlaceAndKeepsTheLastGoodParameters() {
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < 64; i++) {
      lines.add("%d 1:%s 2:1".formatted(i % 2, i % 2 == 0 ? "1e200" : "-1e200"));
    }
    TrainingRun run =
        new TrainingRun().batch(64, 8).steps(5).optimizer(new Sgd(1e200), SparseUpdates.DENSE);
    InputRules rules = new InputRules(2, 1, false, 0);
    try (ShardedExamples examples =
        ShardedExamples.load(new LinesSource(spark(), lines, 3), rules, run.data())) {
      Trainer trainer = run.trainer(spark(), examples);
      DivergenceException diverged = assertThrows(DivergenceException.class, trainer::train);
      String message = String.valueOf(diverged.getMessage());
      assertTrue(message.contains("step 1:") && message.contains("gradient"), message);
      assertEquals(0, diverged.lastGoodStep());
      assertEquals(0.0, trainer.parameters().table().get(0, 0));
    }
  }

  @Test
  void rowsWithoutFeaturesTrainTheBiasAlone() {
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      lines.add(i % 3 == 0 ? "1" : "0");
    }
    var parameters =
        new TrainingRun()
            .batch(300, 300)
            .steps(400)
            .optimizer(new Sgd(1), SparseUpdates.DENSE)
            .train(spark(), new LinesSource(spark(), lines, 2), new InputRules(4, 1, false, 0));
    assertEquals(Math.log(1.0 / 2.0), parameters.tensors()[0][0], 1e-9);
    assertEquals(0.0, parameters.table().get(3, 0));
  }
}
