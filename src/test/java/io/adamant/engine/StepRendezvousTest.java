package io.adamant.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.adamant.linalg.SparseRows;
import io.adamant.linalg.WirePrecision;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class StepRendezvousTest {
  private static final long NONE = StepFunction.NO_STEP;

  /** Tells shard, step and the parameter apart, so that a wrong answer can't go unnoticed. */
  private static double answer(int shard, long step, double parameter) {
    return 1000.0 * shard + step + parameter;
  }

  private static PartialGradient partial(double answer, int[] nextFeatures) {
    SparseRows nothing = SparseRows.empty(1);
    return new PartialGradient(
        WirePrecision.FLOAT64,
        nothing,
        new double[0][],
        answer,
        1,
        1,
        PartialGradient.NONE,
        PartialGradient.NONE,
        nextFeatures);
  }

  private static int[] features(int shard, long step) {
    return step == NONE ? new int[0] : new int[] {shard, 100 + (int) step};
  }

  /** What a task does with an order. */
  private static ShardReport carriedOut(int shard, StepOrder order, int[] announced) {
    double answer = 0;
    if (order.step() != NONE) {
      assertArrayEquals(features(shard, order.step()), announced, "it announced the step before");
      answer = answer(shard, order.step(), order.workingSet(announced).values()[0]);
    }
    return ShardReport.of(shard, order, partial(answer, features(shard, order.nextStep())));
  }

  private static StepOrder ask(StepRendezvous rendezvous, ShardReport report) {
    SynchronousQueue<StepOrder> answer = new SynchronousQueue<>();
    rendezvous.arrive(report, order -> new Thread(() -> put(answer, order)).start());
    try {
      return answer.take();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void put(SynchronousQueue<StepOrder> answer, StepOrder order) {
    try {
      answer.put(order);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static WorkingSet[] slices(int shards, double parameter) {
    WorkingSet[] slices = new WorkingSet[shards];
    for (int shard = 0; shard < shards; shard++) {
      slices[shard] =
          new WorkingSet(
              WirePrecision.FLOAT64, 1, null, new double[] {parameter, 0}, new double[0][]);
    }
    return slices;
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void everyStepIsAnsweredOnceByEveryShardThoughTasksDieAndAreReplacedAtAnyTime(long seed)
      throws InterruptedException {
    int shards = 4;
    int steps = 60;
    StepRendezvous rendezvous = new StepRendezvous(shards);
    ExecutorService cores = Executors.newCachedThreadPool();
    AtomicInteger deaths = new AtomicInteger();
    for (int shard = 0; shard < shards; shard++) {
      int number = shard;
      cores.execute(() -> runAttempts(rendezvous, number, new Random(seed * 31 + number), deaths));
      // A copy of the same task, as speculation starts.
      cores.execute(() -> runAttempts(rendezvous, number, new Random(seed * 57 + number), deaths));
    }
    for (long step = 0; step < steps; step++) {
      rendezvous.begin(step, step + 1 < steps ? step + 1 : NONE);
      int[][] features = rendezvous.awaitFeatures(() -> false);
      assertNotNull(features);
      rendezvous.open(slices(shards, 0.5 * step));
      PartialGradient[] partials = rendezvous.awaitPartials(() -> false);
      assertNotNull(partials);
      for (int shard = 0; shard < shards; shard++) {
        assertArrayEquals(features(shard, step), features[shard]);
        assertEquals(answer(shard, step, 0.5 * step), partials[shard].lossSum());
      }
    }
    rendezvous.close();
    cores.shutdown();
    assertTrue(cores.awaitTermination(30, java.util.concurrent.TimeUnit.SECONDS), "all left");
    assertTrue(deaths.get() > shards, "tasks did die");
  }

  private static void runAttempts(
      StepRendezvous rendezvous, int shard, Random random, AtomicInteger deaths) {
    while (true) {
      int[] announced = new int[0];
      StepOrder order = ask(rendezvous, ShardReport.hello(shard));
      while (!order.isToLeave() && random.nextInt(8) != 0) {
        ShardReport report = carriedOut(shard, order, announced);
        announced = features(shard, order.nextStep());
        if (random.nextInt(8) == 0) {
          // Dies behind its last word: the answer reaches no one.
          rendezvous.arrive(report, lost -> {});
          break;
        }
        order = ask(rendezvous, report);
      }
      if (order.isToLeave()) {
        return;
      }
      deaths.incrementAndGet();
    }
  }

  @Test
  void theFirstAnswerCountsAndLateOnesChangeNothing() {
    StepRendezvous rendezvous = new StepRendezvous(1);
    List<StepOrder> heard = new ArrayList<>();
    rendezvous.begin(7, NONE);
    rendezvous.arrive(ShardReport.hello(0), heard::add);
    assertEquals(7, heard.get(0).nextStep(), "first it is to announce");
    rendezvous.arrive(carriedOut(0, heard.get(0), new int[0]), heard::add);
    assertEquals(1, heard.size(), "then it waits");
    rendezvous.open(slices(1, 0.25));
    assertEquals(7, heard.get(1).step());
    ShardReport first = ShardReport.of(0, heard.get(1), partial(1, new int[0]));
    ShardReport second = ShardReport.of(0, heard.get(1), partial(2, new int[0]));
    rendezvous.arrive(first, heard::add);
    rendezvous.arrive(second, heard::add);
    PartialGradient[] partials = rendezvous.awaitPartials(() -> false);
    assertNotNull(partials);
    assertEquals(1, partials[0].lossSum());
    rendezvous.begin(8, NONE);
    rendezvous.arrive(second, heard::add);
    assertNull(rendezvous.awaitPartials(() -> true), "an answer to step 7 is none to step 8");
  }

  @Test
  void waitingEndsWhereTheDriverGivesUp() {
    StepRendezvous rendezvous = new StepRendezvous(2);
    rendezvous.begin(0, NONE);
    rendezvous.arrive(ShardReport.hello(0), order -> {});
    assertNull(rendezvous.awaitFeatures(() -> true));
  }

  @Test
  void whoeverComesAfterTheEndIsSentAway() {
    StepRendezvous rendezvous = new StepRendezvous(1);
    List<StepOrder> heard = new ArrayList<>();
    rendezvous.arrive(ShardReport.hello(0), heard::add);
    assertEquals(0, heard.size(), "between steps it waits");
    rendezvous.close();
    rendezvous.arrive(ShardReport.hello(0), heard::add);
    assertEquals(2, heard.size());
    assertTrue(heard.stream().allMatch(StepOrder::isToLeave));
  }
}
