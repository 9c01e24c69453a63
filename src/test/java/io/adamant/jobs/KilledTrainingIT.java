package io.adamant.jobs;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.adamant.testing.ChildProcess;
import io.adamant.testing.CommandRun;
import io.adamant.testing.LibsvmRows;
import io.adamant.testing.MavenSpark;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The driver, killed as nothing can be stopped more rudely, and started again with the same
 * command. {@code -Dadamant.kills=20} kills it more often than the build does.
 */
class KilledTrainingIT {
  private static final int KILLS = Integer.getInteger("adamant.kills", 3);
  private static final int STEPS = 200 + 100 * KILLS;

  @TempDir private Path folder;

  private List<String> train(String output, String... settings) {
    List<String> arguments = new ArrayList<>(List.of("train"));
    List<String> all =
        new ArrayList<>(
            List.of(
                "input.path=" + folder.resolve("rows.svm"),
                // Large enough for a checkpoint to take some milliseconds.
                "input.features=200000",
                "batch.size=100",
                "epochs=" + STEPS / 10,
                "optimizer.sparse=deferred",
                "validation.every=25",
                "validation.fraction=0.1",
                "output=" + folder.resolve(output)));
    all.addAll(List.of(settings));
    all.forEach(setting -> arguments.addAll(List.of("--set", setting)));
    return arguments;
  }

  private ChildProcess start(MavenSpark spark, List<String> arguments) throws IOException {
    List<String> words =
        new ArrayList<>(
            List.of(
                "--master",
                "local[2]",
                "--conf",
                "spark.ui.enabled=false",
                "--conf",
                "spark.driver.host=127.0.0.1",
                "--class",
                Adamant.class.getName(),
                MavenSpark.jobJar().toString()));
    words.addAll(arguments);
    Map<String, String> environment = new TreeMap<>(spark.environment());
    environment.put(
        "LOG4J_CONFIGURATION_FILE", Path.of("conf", "log4j2.properties").toUri().toString());
    return ChildProcess.start(
        spark.command("1g", "org.apache.spark.deploy.SparkSubmit", words.toArray(String[]::new)),
        environment,
        folder);
  }

  private static int lines(Path metrics) throws IOException {
    if (!Files.exists(metrics)) {
      return 0;
    }
    try (Stream<String> lines = Files.lines(metrics)) {
      return (int) lines.count();
    }
  }

  private static boolean isWriting(Path checkpoints) throws IOException {
    if (!Files.exists(checkpoints)) {
      return false;
    }
    try (Stream<Path> all = Files.list(checkpoints)) {
      return all.anyMatch(path -> path.toString().endsWith(".unfinished"));
    }
  }

  @Test
  void aDriverThatIsKilledAgainAndAgainTrainsTheModelOfOneThatIsNot()
      throws IOException, InterruptedException {
    Files.write(folder.resolve("rows.svm"), LibsvmRows.draw(1111, 5000, 8));
    MavenSpark spark = MavenSpark.in(folder.resolve("spark"));
    CommandRun whole = CommandRun.of(train("whole").toArray(String[]::new));
    assertEquals(Adamant.OK, whole.code(), whole.err());
    Path metrics = folder.resolve("killed").resolve(MetricsLog.FILE_NAME);
    Path checkpoints = folder.resolve("checkpoints");
    List<String> command =
        train("killed", "checkpoint.path=" + checkpoints, "checkpoint.every-steps=3");
    Random random = new Random(2026);
    int amidAWrite = 0;
    for (int kill = 0; kill < KILLS; kill++) {
      boolean whileWriting = kill % 2 == 0;
      try (ChildProcess process = start(spark, command)) {
        if (kill == 1) {
          // Once at any moment from the start on: reading, or before the first checkpoint of all.
          Thread.sleep(random.nextInt(4_000));
        } else {
          process.awaitErrLine(Pattern.compile("^(step \\d+ of)"));
          int until = lines(metrics) + 5 + random.nextInt(20);
          while (lines(metrics) < until && process.isAlive()) {
            Thread.onSpinWait();
          }
          long limit = System.nanoTime() + 2_000_000_000L;
          while (whileWriting && System.nanoTime() < limit && !isWriting(checkpoints)) {
            Thread.onSpinWait();
          }
          if (!whileWriting) {
            Thread.sleep(random.nextInt(40));
          }
        }
        assertTrue(process.isAlive(), "killed before its end");
        process.kill();
      }
      amidAWrite += isWriting(checkpoints) ? 1 : 0;
    }
    assertTrue(amidAWrite > 0, "none of the kills fell into a write");
    try (ChildProcess process = start(spark, command)) {
      CommandRun last = process.awaitEnd();
      assertEquals(Adamant.OK, last.code(), last.err());
      assertTrue(last.err().contains("going on from step "), last.err());
    }
    for (String file : List.of("model/parameters.safetensors", "model/manifest.json")) {
      assertArrayEquals(
          Files.readAllBytes(folder.resolve("whole").resolve(file)),
          Files.readAllBytes(folder.resolve("killed").resolve(file)),
          file);
    }
    List<Integer> steps = new ArrayList<>();
    for (String line : Files.readAllLines(metrics)) {
      JsonObject json = JsonParser.parseString(line).getAsJsonObject();
      steps.add(json.get("step").getAsInt());
    }
    assertEquals(IntStream.rangeClosed(1, steps.size()).boxed().toList(), steps);
    System.out.printf(
        "killed %d times, %d of them amid a write; %d steps, same bytes%n",
        KILLS, amidAWrite, steps.size());
  }

  @Test
  void sigtermFinishesTheStepAndSaysHowToGoOn() throws IOException, InterruptedException {
    Files.write(folder.resolve("rows.svm"), LibsvmRows.draw(1111, 5000, 8));
    MavenSpark spark = MavenSpark.in(folder.resolve("spark"));
    Path checkpoints = folder.resolve("checkpoints");
    List<String> command = train("asked", "checkpoint.path=" + checkpoints);
    for (String signal : List.of("TERM", "INT")) {
      try (ChildProcess process = start(spark, command)) {
        process.awaitErrLine(Pattern.compile("^(step \\d+ of)"));
        process.signal(signal);
        CommandRun run = process.awaitEnd();
        assertEquals(signal.equals("TERM") ? 143 : 130, run.code(), run.err());
        assertTrue(
            run.lastErrLine().matches("stopped; go on from step \\d+ with: train --resume .*"),
            run.err());
        assertEquals("", run.out());
      }
      try (Stream<Path> kept = Files.list(checkpoints)) {
        assertTrue(kept.noneMatch(path -> path.toString().endsWith(".unfinished")));
      }
    }
    CommandRun whole = CommandRun.of(train("whole").toArray(String[]::new));
    assertEquals(Adamant.OK, whole.code(), whole.err());
    CommandRun rest = CommandRun.of("train", "--resume", checkpoints.toString());
    assertEquals(Adamant.OK, rest.code(), rest.err());
    assertArrayEquals(
        Files.readAllBytes(folder.resolve("whole/model/parameters.safetensors")),
        Files.readAllBytes(folder.resolve("asked/model/parameters.safetensors")));
  }
}
