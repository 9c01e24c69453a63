package io.adamant.jobs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.adamant.testing.ChildProcess;
import io.adamant.testing.ClusterTraining;
import io.adamant.testing.CommandRun;
import io.adamant.testing.MavenSpark;
import io.adamant.testing.StandaloneCluster;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** The job jar on a real cluster, each part of it in a process of its own. */
class StandaloneClusterIT {
  @TempDir private static Path folder;

  /** The settings of a secured cluster, as they are shipped. */
  private static final Path SECURE = Path.of("conf", "secure.conf");

  private static final String SECRET = "a secret of this test";

  @Test
  void twoWorkersTrainTheModelThatOneProcessTrains() throws IOException, InterruptedException {
    try (StandaloneCluster cluster = start("plain", List.of())) {
      requireSameModel(cluster, "plain", List.of());
    }
  }

  /** With the settings as they are shipped. */
  @Test
  @EnabledIfSystemProperty(named = "faults", matches = "true")
  void aSecuredClusterTrainsItTooAndLetsNobodyElseIn() throws IOException, InterruptedException {
    List<String> secure = secure();
    try (StandaloneCluster cluster = start("secured", secure)) {
      CommandRun run = requireSameModel(cluster, "secured", secure);
      assertFalse((run.out() + run.err()).contains(SECRET));
      requireNowhere(SECRET, folder.resolve("secured").resolve("run"));
      List<String> other = new ArrayList<>(secure);
      other.add("spark.authenticate.secret=another one");
      // Spark tries for a minute.
      try (ChildProcess submit = cluster.submit(other, training("stranger").command())) {
        assertNotEquals(Adamant.OK, submit.awaitEnd().code());
      }
    }
  }

  private static StandaloneCluster start(String name, List<String> conf)
      throws IOException, InterruptedException {
    Path place = Files.createDirectory(folder.resolve(name));
    return StandaloneCluster.start(
        MavenSpark.in(place.resolve("spark")),
        Files.createDirectory(place.resolve("cluster")),
        StandaloneCluster.Host.LOOPBACK,
        List.of(StandaloneCluster.Host.LOOPBACK, StandaloneCluster.Host.LOOPBACK),
        conf);
  }

  private static ClusterTraining training(String name) throws IOException {
    return new ClusterTraining(
        Files.createDirectories(folder.resolve(name)),
        "run",
        List.of("batch.size=512", "validation.fraction=0.1", "epochs=2"));
  }

  private static CommandRun requireSameModel(
      StandaloneCluster cluster, String name, List<String> conf)
      throws IOException, InterruptedException {
    ClusterTraining training = training(name);
    try (ChildProcess submit = cluster.submit(conf, training.command())) {
      CommandRun run = submit.awaitEnd();
      assertEquals(Adamant.OK, run.code(), run.err());
      for (Path work : cluster.workFolders()) {
        assertTrue(executorLog(work).contains("Running task"), work + " had nothing to do");
      }
      assertEquals(0, training.steps(false));
      training.requireUndisturbedModel();
      return run;
    }
  }

  /** What {@code conf/secure.conf} says, with a secret, which it does not hold. */
  private static List<String> secure() throws IOException {
    List<String> settings = new ArrayList<>();
    for (String line : Files.readAllLines(SECURE)) {
      if (!line.isBlank() && !line.startsWith("#")) {
        String[] words = line.split("\\s+", 2);
        settings.add(words[0] + "=" + words[1].strip());
      }
    }
    settings.add("spark.authenticate.secret=" + SECRET);
    return settings;
  }

  private static void requireNowhere(String secret, Path output) throws IOException {
    try (Stream<Path> files = Files.walk(output)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        String text = Files.readString(file, StandardCharsets.ISO_8859_1);
        assertFalse(text.contains(secret), file::toString);
      }
    }
  }

  /** All that a worker's executors logged. */
  private static String executorLog(Path work) throws IOException {
    StringBuilder log = new StringBuilder();
    try (Stream<Path> files = Files.walk(work)) {
      for (Path file : files.filter(file -> file.endsWith("stderr")).toList()) {
        log.append(Files.readString(file));
      }
    }
    return log.toString();
  }
}
