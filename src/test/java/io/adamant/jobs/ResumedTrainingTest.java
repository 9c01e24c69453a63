package io.adamant.jobs;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.adamant.testing.CommandRun;
import io.adamant.testing.LibsvmRows;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Trainings that are stopped between steps, and go on. */
class ResumedTrainingTest {
  private static final int STEPS = 24;

  @TempDir private static Path folder;

  @BeforeAll
  static void writeRows() throws IOException {
    Files.write(folder.resolve("rows.svm"), LibsvmRows.draw(800, 60, 5));
    Files.write(folder.resolve("others.svm"), LibsvmRows.draw(800, 60, 6));
  }

  private static List<String> train(String output, String... settings) {
    List<String> arguments = new ArrayList<>(List.of("train"));
    List<String> all =
        new ArrayList<>(
            List.of(
                "input.path=@/rows.svm",
                "input.features=60",
                "batch.size=100",
                "epochs=3",
                "optimizer.learning-rate=0.05",
                "optimizer.sparse=deferred",
                "validation.fraction=0.1",
                "validation.every=5",
                "output=@/" + output));
    all.addAll(List.of(settings));
    for (String setting : all) {
      arguments.add("--set");
      arguments.add(setting);
    }
    return arguments;
  }

  private static CommandRun run(List<String> arguments) {
    return run(new StopRequest(System.err), arguments);
  }

  private static CommandRun run(StopRequest stop, List<String> arguments) {
    String[] words =
        arguments.stream().map(word -> word.replace("@", folder.toString())).toArray(String[]::new);
    return CommandRun.of(Map.of(), (out, err) -> Adamant.run(words, out, err, stop));
  }

  /** Runs until it has written some lines of metrics, and asks it to stop. */
  private static CommandRun stopped(String output, int lines, List<String> arguments)
      throws InterruptedException {
    StopRequest stop = new StopRequest(System.err);
    Path metrics = folder.resolve(output).resolve(MetricsLog.FILE_NAME);
    Thread asking =
        new Thread(
            () -> {
              while (!Thread.interrupted()) {
                if (lines(metrics).size() >= lines && stop.ask(143)) {
                  return;
                }
                Thread.onSpinWait();
              }
            });
    asking.start();
    try {
      return run(stop, arguments);
    } finally {
      asking.interrupt();
      asking.join();
    }
  }

  private static List<String> lines(Path file) {
    try {
      return Files.exists(file) ? Files.readAllLines(file) : List.of();
    } catch (IOException e) {
      return List.of();
    }
  }

  private static void assertSameModel(String expected, String actual) throws IOException {
    for (String file : List.of("parameters.safetensors", "manifest.json")) {
      assertArrayEquals(
          Files.readAllBytes(folder.resolve(expected).resolve("model").resolve(file)),
          Files.readAllBytes(folder.resolve(actual).resolve("model").resolve(file)),
          file);
    }
  }

  private static List<Integer> steps(String output) {
    return lines(folder.resolve(output).resolve(MetricsLog.FILE_NAME)).stream()
        .map(line -> JsonParser.parseString(line).getAsJsonObject())
        .map(line -> line.get("step").getAsInt())
        .toList();
  }

  @Test
  void theSameCommandGoesOnAfterEachStopAndEndsInTheSameBytes()
      throws IOException, InterruptedException {
    assertEquals(Adamant.OK, run(train("whole")).code());
    List<String> command =
        train("parts", "checkpoint.path=@/parts-checkpoints", "checkpoint.every-steps=3");
    for (int lines : new int[] {2, 8, 15}) {
      CommandRun part = stopped("parts", lines, command);
      assertEquals(143, part.code(), part.err());
      assertTrue(
          part.lastErrLine()
              .matches("stopped; go on from step \\d+ with: train --resume .*parts-checkpoints"),
          part.err());
      assertFalse(Files.exists(folder.resolve("parts/model")));
    }
    CommandRun last = run(command);
    assertEquals(Adamant.OK, last.code(), last.err());
    assertTrue(last.err().contains("going on from step "), last.err());
    assertSameModel("whole", "parts");
    assertEquals(IntStream.rangeClosed(1, STEPS).boxed().toList(), steps("parts"));
    // Its model is in place: there is nothing to go on from any more.
    assertFalse(Files.exists(folder.resolve("parts-checkpoints")));
  }

  @Test
  void theFolderAloneIsEnoughToGoOn() throws IOException, InterruptedException {
    assertEquals(Adamant.OK, run(train("all")).code());
    CommandRun part = stopped("half", 4, train("half", "checkpoint.path=@/half-checkpoints"));
    assertEquals(143, part.code(), part.err());
    CommandRun other = run(List.of("train", "--resume", "@/half-checkpoints", "--set", "epochs=4"));
    assertEquals(Adamant.MISTAKE, other.code(), other.err());
    assertTrue(other.err().contains("has epochs = 3, this one has 4"), other.err());
    CommandRun rest = run(List.of("train", "--resume", "@/half-checkpoints"));
    assertEquals(Adamant.OK, rest.code(), rest.err());
    assertSameModel("all", "half");
  }

  @Test
  void aNetworkGoesOnWithTheNoiseOfItsNextStep() throws InterruptedException, IOException {
    String[] network = {
      "model.type=multilayer-perceptron",
      "model.hidden=[6,4]",
      "model.dropout=0.5",
      "checkpoint.path=@/network-checkpoints"
    };
    assertEquals(Adamant.OK, run(train("network", network)).code());
    assertEquals(143, stopped("network-parts", 4, train("network-parts", network)).code());
    assertEquals(Adamant.OK, run(train("network-parts", network)).code());
    assertSameModel("network", "network-parts");
  }

  @Test
  void anotherRunIsRefusedByName() throws InterruptedException {
    String path = "checkpoint.path=@/mine";
    assertEquals(143, stopped("mine-out", 2, train("mine-out", path)).code());
    for (Map.Entry<String, String> other :
        Map.of(
                "optimizer.type=adam", "has optimizer.type = adamw, this one has adam;",
                "optimizer.learning-rate=0.1",
                    "has optimizer.learning-rate = 0.05, this one has 0.1;",
                "model.bias=false", "has model.bias = null, this one has false;",
                "seed=1", "has seed = 0, this one has 1;",
                "input.path=@/others.svm", "was on other rows: 7",
                "batch.size=50", "has batch.size = 100, this one has 50;")
            .entrySet()) {
      CommandRun run = run(train("mine-out", path, other.getKey()));
      assertEquals(Adamant.MISTAKE, run.code(), run.err());
      assertTrue(run.lastErrLine().contains(other.getValue()), run.err());
      assertTrue(run.lastErrLine().contains("--resume "), run.err());
      assertTrue(run.lastErrLine().endsWith("--warm-start"), run.err());
    }
    CommandRun same = run(train("mine-out", path, "shards=1", "optimizer.learning-rate=5e-2"));
    assertEquals(Adamant.OK, same.code(), same.err());
  }

  @Test
  void checkpointsAreSafetensorsWithAManifest() throws IOException, InterruptedException {
    assertEquals(
        143,
        stopped(
                "seen",
                7,
                train(
                    "seen",
                    "checkpoint.path=@/seen-c",
                    "checkpoint.every-steps=2",
                    "checkpoint.keep=2"))
            .code());
    try (Stream<Path> kept = Files.list(folder.resolve("seen-c"))) {
      List<Path> checkpoints = kept.sorted().toList();
      assertEquals(2, checkpoints.size(), checkpoints.toString());
      Path newest = checkpoints.get(1);
      JsonObject manifest =
          JsonParser.parseString(Files.readString(newest.resolve("checkpoint.json")))
              .getAsJsonObject();
      JsonObject position = manifest.getAsJsonObject("position");
      assertEquals(
          lines(folder.resolve("seen/metrics.jsonl")).size(), position.get("step").getAsInt());
      assertEquals(
          "0.05",
          manifest
              .getAsJsonObject("run")
              .getAsJsonObject("configuration")
              .getAsJsonObject("optimizer")
              .get("learning-rate")
              .getAsString());
    }
  }
}
