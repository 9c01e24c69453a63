package io.adamant.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.adamant.data.CtrGenerator;
import io.adamant.testing.LocalSparkTest;
import java.io.File;
import java.util.List;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.spark.SparkEnv;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerStageSubmitted;
import org.apache.spark.storage.BlockId;
import org.apache.spark.storage.BlockManager;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import scala.jdk.javaapi.CollectionConverters;

class LostBlocksTest extends LocalSparkTest {
  private static final int FEATURES = 500;

  private ShardedExamples load() {
    return ShardedExamples.load(
        new GeneratedSource(spark(), new CtrGenerator(3, FEATURES), 2_000),
        TrainingRun.rules(FEATURES),
        new TrainingRun().data());
  }

  private long train(TrainingRun run) {
    try (ShardedExamples examples = load()) {
      return train(run, examples);
    }
  }

  private long train(TrainingRun run, ShardedExamples examples) {
    Trainer trainer = run.trainer(spark(), examples);
    trainer.train();
    return TrainingRun.checksum(trainer.parameters());
  }

  /** The cache alone, or what the shuffle left on the disk too, so that stages are retried. */
  @ParameterizedTest
  @CsvSource({"true, false", "false, false", "true, true", "false, true"})
  void whatIsLostIsBuiltAgainToTheSameBits(boolean residentTasks, boolean shuffleToo)
      throws TimeoutException {
    long expected = train(new TrainingRun());
    AtomicInteger retriedStages = new AtomicInteger();
    SparkListener listener =
        new SparkListener() {
          @Override
          public void onStageSubmitted(SparkListenerStageSubmitted stage) {
            retriedStages.addAndGet(stage.stageInfo().attemptNumber() > 0 ? 1 : 0);
          }
        };
    spark().sc().addSparkListener(listener);
    AtomicInteger lost = new AtomicInteger();
    try (ShardedExamples examples = load()) {
      TrainingRun run =
          new TrainingRun()
              .residentTasks(residentTasks)
              .listener(
                  (metrics, validation) -> {
                    if (metrics.step() == 5) {
                      lost.set(lose(examples.shards().id(), shuffleToo));
                    }
                  });
      assertEquals(expected, train(run, examples));
      assertEquals(2, lost.get(), "shards in the cache");
      spark().sc().listenerBus().waitUntilEmpty();
      assertEquals(shuffleToo, retriedStages.get() > 0);
    } finally {
      spark().sc().removeSparkListener(listener);
    }
  }

  /** Throws away what an executor that is lost takes along; number of blocks. */
  private static int lose(int rdd, boolean shuffleToo) {
    BlockManager blocks = SparkEnv.get().blockManager();
    if (shuffleToo) {
      for (File file : CollectionConverters.asJava(blocks.diskBlockManager().getAllFiles())) {
        if (file.getName().startsWith("shuffle_")) {
          assertTrue(file.delete());
        }
      }
    }
    List<BlockId> held =
        CollectionConverters.asJava(
            blocks.getMatchingBlockIds(
                id -> id.asRDDId().isDefined() && id.asRDDId().get().rddId() == rdd));
    held.forEach(id -> blocks.removeBlock(id, true));
    return held.size();
  }
}
