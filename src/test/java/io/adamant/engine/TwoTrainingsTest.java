package io.adamant.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.adamant.data.CtrGenerator;
import io.adamant.optimizer.SparseUpdates;
import io.adamant.optimizer.rule.Adam;
import io.adamant.optimizer.rule.Sgd;
import io.adamant.testing.LocalSparkTest;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Two trainings in one session, at the same time, on two cores. */
@Timeout(120)
class TwoTrainingsTest extends LocalSparkTest {
  private static final int FEATURES = 500;
  private static final int ROWS = 2_000;

  private TrainingRun first(boolean residentTasks, int shards) {
    return new TrainingRun()
        .steps(24)
        .heldBack(0.1, 12)
        .residentTasks(residentTasks)
        .shards(shards)
        .optimizer(new Adam(0.05), SparseUpdates.DENSE);
  }

  private TrainingRun second(boolean residentTasks, int shards) {
    return first(residentTasks, shards).batch(256, 32).optimizer(new Sgd(0.5), SparseUpdates.LAZY);
  }

  private long train(TrainingRun run, long seed) {
    RowSource rows = new GeneratedSource(spark(), new CtrGenerator(seed, FEATURES), ROWS);
    return TrainingRun.checksum(run.train(spark(), rows, TrainingRun.rules(FEATURES)));
  }

  /** With two shards each, resident tasks of both would take four cores. */
  @ParameterizedTest
  @CsvSource({"true, true, 1", "true, true, 2", "true, false, 2", "false, false, 2"})
  void theyDoNotDisturbEachOther(boolean firstStays, boolean secondStays, int shards)
      throws InterruptedException, ExecutionException {
    long firstAlone = train(first(firstStays, shards), 1);
    long secondAlone = train(second(secondStays, shards), 2);
    assertNotEquals(firstAlone, secondAlone);
    List<Callable<Long>> both =
        List.of(
            () -> train(first(firstStays, shards), 1), () -> train(second(secondStays, shards), 2));
    ExecutorService threads = Executors.newFixedThreadPool(2);
    try {
      List<Long> together = new ArrayList<>();
      for (Future<Long> checksum : threads.invokeAll(both)) {
        together.add(checksum.get());
      }
      assertEquals(List.of(firstAlone, secondAlone), together);
    } finally {
      threads.shutdownNow();
    }
  }
}
