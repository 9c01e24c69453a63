package io.adamant.jobs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.adamant.testing.ChildProcess;
import io.adamant.testing.ClusterTraining;
import io.adamant.testing.CommandRun;
import io.adamant.testing.MavenSpark;
import io.adamant.testing.NetworkHosts;
import io.adamant.testing.StandaloneCluster;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Workers on hosts of their own, which the network loses: of the profile {@code faults}. */
@EnabledIfSystemProperty(named = "faults", matches = "true")
class HostFaultsIT {
  private static final int CUT_SECONDS = 30;

  @TempDir private static Path folder;

  @ParameterizedTest
  @CsvSource({"true, false", "false, false", "true, true", "false, true"})
  void aHostThatIsCutOffChangesNoByte(boolean residentTasks, boolean forGood)
      throws IOException, InterruptedException {
    String name = "%s-%s".formatted(residentTasks, forGood);
    Path place = Files.createDirectory(folder.resolve(name));
    MavenSpark spark = MavenSpark.in(place.resolve("spark"));
    ClusterTraining training =
        new ClusterTraining(
            place,
            "run",
            List.of(
                "epochs=" + (residentTasks ? 100 : 8),
                "aggregation.resident-tasks=" + residentTasks));
    String refused = NetworkHosts.whyNot();
    Assumptions.assumeTrue(refused.isEmpty(), refused);
    try (NetworkHosts hosts = NetworkHosts.create(2)) {
      long cut;
      try (StandaloneCluster cluster =
              StandaloneCluster.start(
                  spark,
                  Files.createDirectory(place.resolve("cluster")),
                  hosts.master(),
                  hosts.workers(),
                  List.of());
          ChildProcess submit = cluster.submit(List.of(), training.command())) {
        training.awaitSteps(30);
        hosts.cut(1);
        cut = System.nanoTime();
        if (!forGood) {
          Thread.sleep(CUT_SECONDS * 1_000L);
          hosts.join(1);
        }
        CommandRun run = submit.awaitEnd();
        assertEquals(Adamant.OK, run.code(), run.err());
      }
      Map<String, Long> events = training.events();
      System.out.printf(
          "Fault[host cut %s, resident tasks %s]: %s; %d steps of resident tasks and %d of jobs; %.0f s from the cut to the end%n",
          forGood ? "for good" : "for " + CUT_SECONDS + " s",
          residentTasks,
          events,
          training.steps(true),
          training.steps(false),
          (System.nanoTime() - cut) * 1e-9);
      if (forGood) {
        assertTrue(events.getOrDefault("executorsRemoved", 0L) >= 1, events::toString);
      }
    }
    training.requireUndisturbedModel();
  }
}
