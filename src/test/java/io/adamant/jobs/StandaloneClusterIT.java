package io.adamant.jobs;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.adamant.testing.ChildProcess;
import io.adamant.testing.CommandRun;
import io.adamant.testing.LibsvmRows;
import io.adamant.testing.MavenSpark;
import io.adamant.testing.StandaloneCluster;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The job jar on a real cluster, each part of it in a process of its own. */
class StandaloneClusterIT {
  @TempDir private static Path folder;

  @Test
  void twoWorkersTrainTheModelThatOneProcessTrains() throws IOException, InterruptedException {
    Path rows = Files.write(folder.resolve("rows.svm"), LibsvmRows.draw(3000, 200, 11));
    MavenSpark spark = MavenSpark.in(folder.resolve("spark"));
    Path onCluster = folder.resolve("on-cluster");
    try (StandaloneCluster cluster =
            StandaloneCluster.start(spark, 2, Files.createDirectory(folder.resolve("cluster")));
        ChildProcess submit =
            ChildProcess.start(
                submission(spark, cluster, train(rows, onCluster, 2)),
                spark.environment(),
                folder)) {
      CommandRun run = submit.awaitEnd();
      assertEquals(Adamant.OK, run.code(), run.err());
      for (Path work : cluster.workFolders()) {
        assertTrue(executorLog(work).contains("Running task"), work + " had nothing to do");
      }
    }
    for (String line : Files.readAllLines(onCluster.resolve("metrics.jsonl"))) {
      assertTrue(line.contains("\"resident\":true"), line);
    }
    Path inProcess = folder.resolve("in-process");
    CommandRun local = CommandRun.of(train(rows, inProcess, 8).toArray(String[]::new));
    assertEquals(Adamant.OK, local.code(), local.err());
    for (String file : List.of("model/parameters.safetensors", "model/manifest.json")) {
      byte[] expected = Files.readAllBytes(inProcess.resolve(file));
      assertFalse(expected.length == 0);
      assertArrayEquals(expected, Files.readAllBytes(onCluster.resolve(file)), file);
    }
  }

  private static List<String> train(Path rows, Path output, int shards) {
    List<String> arguments = new ArrayList<>(List.of("train"));
    for (String setting :
        List.of(
            "input.path=" + rows,
            "output=" + output,
            "shards=" + shards,
            "batch.size=512",
            "batch.lanes=8",
            "validation.fraction=0.1",
            "epochs=2")) {
      arguments.addAll(List.of("--set", setting));
    }
    return arguments;
  }

  private static List<String> submission(
      MavenSpark spark, StandaloneCluster cluster, List<String> arguments) throws IOException {
    List<String> words =
        new ArrayList<>(
            List.of(
                "--master",
                cluster.master(),
                "--executor-memory",
                "512m",
                "--executor-cores",
                "1",
                "--class",
                Adamant.class.getName()));
    for (String setting :
        List.of(
            "spark.ui.enabled=false",
            "spark.driver.host=127.0.0.1",
            "spark.driver.bindAddress=127.0.0.1",
            // No task before both workers are there, so that both get some.
            "spark.scheduler.minRegisteredResourcesRatio=1.0",
            "spark.scheduler.maxRegisteredResourcesWaitingTime=120s")) {
      words.addAll(List.of("--conf", setting));
    }
    words.add(MavenSpark.jobJar().toString());
    words.addAll(arguments);
    return spark.command("1g", "org.apache.spark.deploy.SparkSubmit", words.toArray(String[]::new));
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
