package io.adamant.jobs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.adamant.testing.ChildProcess;
import io.adamant.testing.ClusterTraining;
import io.adamant.testing.CommandRun;
import io.adamant.testing.MavenSpark;
import io.adamant.testing.StandaloneCluster;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A cluster that loses processes while it trains: of the profile {@code faults}. */
@EnabledIfSystemProperty(named = "faults", matches = "true")
class ClusterFaultsIT {
  @TempDir private static Path folder;

  private enum Victim {
    EXECUTOR,
    WORKER
  }

  /** What is killed, and how the training runs. */
  private record Fault(Victim victim, boolean residentTasks, boolean speculation) {
    String folderName() {
      return "%s-%s-%s".formatted(victim, residentTasks, speculation);
    }

    /** Of steps that are jobs there need not be as many to be in the middle of them. */
    List<String> settings() {
      return List.of(
          "epochs=" + (residentTasks ? 100 : 8), "aggregation.resident-tasks=" + residentTasks);
    }

    /** Speculation as eager as it can be: most steps have a task that is a little behind. */
    List<String> conf() {
      return speculation
          ? List.of(
              "spark.speculation=true",
              "spark.speculation.interval=10ms",
              "spark.speculation.multiplier=1.01",
              "spark.speculation.quantile=0.1",
              "spark.speculation.minTaskRuntime=1ms")
          : List.of();
    }
  }

  static Stream<Fault> faults() {
    List<Fault> all = new ArrayList<>();
    for (Victim victim : Victim.values()) {
      for (boolean residentTasks : new boolean[] {true, false}) {
        for (boolean speculation : new boolean[] {true, false}) {
          all.add(new Fault(victim, residentTasks, speculation));
        }
      }
    }
    return all.stream();
  }

  @ParameterizedTest
  @MethodSource("faults")
  void aKilledProcessIsSeenInTheMetricsAndInNoByteOfTheModel(Fault fault)
      throws IOException, InterruptedException {
    Path place = Files.createDirectory(folder.resolve(fault.folderName()));
    MavenSpark spark = MavenSpark.in(place.resolve("spark"));
    ClusterTraining training = new ClusterTraining(place, "run", fault.settings());
    try (StandaloneCluster cluster =
            StandaloneCluster.start(spark, 2, Files.createDirectory(place.resolve("cluster")));
        ChildProcess submit = cluster.submit(fault.conf(), training.command())) {
      training.awaitSteps(30);
      switch (fault.victim) {
        case EXECUTOR -> assertTrue(cluster.killExecutor(0));
        case WORKER -> cluster.killWorker(0);
      }
      CommandRun run = submit.awaitEnd();
      assertEquals(Adamant.OK, run.code(), run.err());
    }
    Map<String, Long> events = training.events();
    System.out.printf(
        "%s: %s; %d steps of resident tasks and %d of jobs%n",
        fault, events, training.steps(true), training.steps(false));
    assertTrue(events.getOrDefault("executorsRemoved", 0L) >= 1, events::toString);
    assertTrue(events.getOrDefault("shardsRebuilt", 0L) >= 1, events::toString);
    assertTrue(training.steps(false) > 0, "steps between are jobs");
    training.requireUndisturbedModel();
  }

  @Test
  void dynamicAllocationUpAndDownChangesNoByte() throws IOException, InterruptedException {
    List<String> dynamic =
        List.of(
            "spark.dynamicAllocation.enabled=true",
            "spark.dynamicAllocation.shuffleTracking.enabled=true",
            "spark.dynamicAllocation.shuffleTracking.timeout=2s",
            "spark.dynamicAllocation.minExecutors=1",
            "spark.dynamicAllocation.maxExecutors=2",
            "spark.dynamicAllocation.schedulerBacklogTimeout=1s",
            "spark.dynamicAllocation.executorIdleTimeout=2s",
            "spark.dynamicAllocation.cachedExecutorIdleTimeout=2s");
    Path place = Files.createDirectory(folder.resolve("dynamic"));
    MavenSpark spark = MavenSpark.in(place.resolve("spark"));
    // With one shard, one of two executors has nothing to do and is let go.
    ClusterTraining down = new ClusterTraining(place, "down", List.of("epochs=1500", "shards=1"));
    // With two, the one that there is has more than it can do, and gets a second beside it.
    ClusterTraining up = new ClusterTraining(place, "up", List.of("epochs=40"));
    try (StandaloneCluster cluster =
        StandaloneCluster.start(spark, 2, Files.createDirectory(place.resolve("cluster")))) {
      run(cluster, dynamic, 2, down);
      run(cluster, dynamic, 1, up);
    }
    System.out.printf("down: %s, up: %s%n", down.events(), up.events());
    assertTrue(down.events().getOrDefault("executorsRemoved", 0L) >= 1);
    assertTrue(up.events().getOrDefault("executorsAdded", 0L) >= 1);
    down.requireUndisturbedModel();
    up.requireUndisturbedModel();
  }

  private static void run(
      StandaloneCluster cluster, List<String> conf, int executors, ClusterTraining training)
      throws IOException, InterruptedException {
    List<String> all = new ArrayList<>(conf);
    all.add("spark.dynamicAllocation.initialExecutors=" + executors);
    try (ChildProcess submit = cluster.submit(all, training.command())) {
      CommandRun run = submit.awaitEnd();
      assertEquals(Adamant.OK, run.code(), run.err());
    }
  }
}
