package io.adamant.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.adamant.data.CtrGenerator;
import io.adamant.optimizer.SparseUpdates;
import io.adamant.optimizer.rule.AdamW;
import io.adamant.testing.LocalSparkTest;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaFutureAction;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerJobStart;
import org.apache.spark.scheduler.SparkListenerTaskStart;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Tasks that stay, on a real Spark: how many jobs there are, and that nothing changes a bit. */
@Timeout(120)
class ResidentTasksTest extends LocalSparkTest {
  private static final int FEATURES = 3_000;

  /** In a static field, since in local mode tasks see the same class. */
  private static CountDownLatch coreIsFree = new CountDownLatch(0);

  private long expected;

  @Override
  public SparkConf conf() {
    return super.conf().setMaster("local[4]");
  }

  private long train(TrainingRun run) {
    GeneratedSource rows = new GeneratedSource(spark(), new CtrGenerator(0, FEATURES), 4_000);
    return TrainingRun.checksum(run.train(spark(), rows, TrainingRun.rules(FEATURES)));
  }

  private static TrainingRun run() {
    return new TrainingRun().shards(4).steps(16).validationEvery(16);
  }

  private void expectTheBitsOfJobsAStep() {
    expected = train(run().residentTasks(false));
  }

  /** Descriptions of the jobs that a training's steps take. */
  private List<String> jobs(TrainingRun run) throws TimeoutException {
    List<String> descriptions = Collections.synchronizedList(new ArrayList<>());
    SparkListener listener =
        new SparkListener() {
          @Override
          public void onJobStart(SparkListenerJobStart job) {
            descriptions.add(String.valueOf(job.properties().getProperty("spark.job.description")));
          }
        };
    spark().sc().addSparkListener(listener);
    try {
      assertEquals(expected, train(run));
      spark().sc().listenerBus().waitUntilEmpty();
    } finally {
      spark().sc().removeSparkListener(listener);
    }
    descriptions.removeIf(description -> !description.startsWith("adamant: step"));
    return descriptions;
  }

  @Test
  void oneJobRunsFromOneValidationToTheNext() throws TimeoutException {
    expectTheBitsOfJobsAStep();
    assertEquals(List.of("adamant: steps 1 and on of 16"), jobs(run()));
    assertEquals(
        List.of(
            "adamant: steps 1 and on of 16",
            "adamant: steps 7 and on of 16",
            "adamant: steps 13 and on of 16"),
        jobs(run().validationEvery(6)));
  }

  private static TrainingRun roundsOfFour() {
    return run()
        .localSteps(new LocalSteps(4, LocalSteps.AVERAGE))
        .optimizer(new AdamW(0.01), SparseUpdates.LAZY);
  }

  @Test
  void tasksStayFromOneRoundOfLocalStepsToTheNext() throws TimeoutException {
    expected = train(roundsOfFour().residentTasks(false));
    assertEquals(List.of("adamant: steps 1 and on of 16"), jobs(roundsOfFour()));
  }

  @Test
  void withFewerCoresThanShardsEachStepIsAJob() throws TimeoutException {
    expectTheBitsOfJobsAStep();
    assertEquals(16, jobs(run().shards(8)).size());
  }

  @Test
  void largePartialGradientsGoBackToAJobAStep() throws TimeoutException {
    expectTheBitsOfJobsAStep();
    List<String> jobs = jobs(run().treeBytes(0));
    assertEquals("adamant: steps 1 and on of 16", jobs.get(0));
    assertEquals(16, jobs.size(), "the first step, and a job for each of the others");
  }

  @Test
  void killedTasksAreReplacedAndTheBitsStay() {
    expectTheBitsOfJobsAStep();
    AtomicLong lastTask = new AtomicLong();
    SparkListener listener =
        new SparkListener() {
          @Override
          public void onTaskStart(SparkListenerTaskStart task) {
            lastTask.set(task.taskInfo().taskId());
          }
        };
    spark().sc().addSparkListener(listener);
    List<Boolean> killed = new ArrayList<>();
    TrainingRun run =
        run()
            .listener(
                (metrics, validation) -> {
                  if (metrics.step() % 5 == 0) {
                    killed.add(
                        spark().sc().killTaskAttempt(lastTask.get(), true, "to see what comes"));
                  }
                });
    try {
      assertEquals(expected, train(run));
    } finally {
      spark().sc().removeSparkListener(listener);
    }
    assertTrue(killed.contains(true), "at least one was there to be killed");
  }

  @Test
  void aCancelledJobIsReplacedByAJobAStep() throws TimeoutException {
    expectTheBitsOfJobsAStep();
    TrainingRun run =
        run()
            .listener(
                (metrics, validation) -> {
                  if (metrics.step() == 5) {
                    spark().sc().cancelAllJobs();
                    while (spark().statusTracker().getActiveJobIds().length > 0) {
                      LockSupport.parkNanos(1_000_000);
                    }
                  }
                });
    List<String> jobs = jobs(run);
    assertEquals("adamant: steps 1 and on of 16", jobs.get(0));
    assertEquals("adamant: step 6 of 16", jobs.get(1));
    assertEquals(1 + 11, jobs.size());
  }

  private static void takeACore(int element) throws InterruptedException {
    coreIsFree.await();
  }

  @Test
  void whereAnotherJobTakesACoreTheStepsDoNotWaitForEver() throws TimeoutException {
    expectTheBitsOfJobsAStep();
    coreIsFree = new CountDownLatch(1);
    JavaFutureAction<Void> other =
        spark().parallelize(List.of(1), 1).foreachAsync(ResidentTasksTest::takeACore);
    List<String> jobs = jobs(run());
    coreIsFree.countDown();
    assertFalse(other.isCancelled());
    assertEquals("adamant: steps 1 and on of 16", jobs.get(0));
    assertEquals(1 + 16, jobs.size(), "with one core left each step is a job");
  }
}
