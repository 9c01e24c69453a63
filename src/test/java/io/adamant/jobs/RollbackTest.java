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
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Trainings that go back: at this rate parameters grow by 10^40 with each step. */
class RollbackTest {
  private static final int STEPS = 20;

  @TempDir private static Path folder;

  @BeforeAll
  static void writeRows() throws IOException {
    Files.write(folder.resolve("rows.svm"), LibsvmRows.draw(200, 20, 5));
  }

  private static List<String> train(String output, String... settings) {
    List<String> words = new ArrayList<>(List.of("train"));
    List<String> every =
        new ArrayList<>(
            List.of(
                "input.path=" + folder.resolve("rows.svm"),
                "model.type=squared",
                "batch.size=40",
                "epochs=4",
                "optimizer.type=sgd",
                "optimizer.learning-rate=1e40",
                "clip.non-finite=rollback",
                "checkpoint.path=" + folder.resolve(output + "-c"),
                "checkpoint.every-steps=2",
                "output=" + folder.resolve(output)));
    every.addAll(List.of(settings));
    every.forEach(setting -> words.addAll(List.of("--set", setting)));
    return words;
  }

  private static CommandRun run(List<String> words) {
    return CommandRun.of(words.toArray(String[]::new));
  }

  private static List<JsonObject> metrics(String output) throws IOException {
    return Files.readAllLines(folder.resolve(output).resolve("metrics.jsonl")).stream()
        .map(line -> JsonParser.parseString(line).getAsJsonObject())
        .toList();
  }

  @Test
  void trainingGoesBackAsFarAsItMustAndOnWithALowerRate() throws IOException {
    CommandRun run = run(train("back", "rollback.factor=1e-21"));
    assertEquals(Adamant.OK, run.code(), run.err());
    assertTrue(run.out().contains("  rolled back  2 times"), run.out());
    List<JsonObject> lines = metrics("back");
    List<JsonObject> events = lines.stream().filter(line -> line.has("event")).toList();
    assertEquals(2, events.size());
    int first = events.get(0).get("step").getAsInt();
    assertEquals(first - 2, events.get(1).get("step").getAsInt());
    assertEquals(1e-42, events.get(1).get("learningRateFactor").getAsDouble(), 1e-56);
    JsonObject last = lines.get(lines.size() - 1);
    assertEquals(STEPS, last.get("step").getAsInt());
    assertEquals(1e-2, last.get("learningRate").getAsDouble(), 1e-15);
  }

  @Test
  void aRunThatWentBackAndWasStoppedEndsInTheSameBytes() throws IOException, InterruptedException {
    String factor = "rollback.factor=1e-21";
    CommandRun whole = run(train("whole", factor));
    assertEquals(Adamant.OK, whole.code(), whole.err());
    int stops = 0;
    for (int atLine : new int[] {1, 7, 14, 20}) {
      CommandRun part = stopped(atLine, train("parts", factor));
      stops += part.code() == 143 ? 1 : 0;
      if (part.code() != 143) {
        assertEquals(Adamant.OK, part.code(), part.err());
      }
    }
    assertTrue(stops >= 2, "stopped %d times".formatted(stops));
    if (!Files.exists(folder.resolve("parts/model"))) {
      CommandRun rest = run(train("parts", factor));
      assertEquals(Adamant.OK, rest.code(), rest.err());
    }
    assertArrayEquals(
        Files.readAllBytes(folder.resolve("whole/model/parameters.safetensors")),
        Files.readAllBytes(folder.resolve("parts/model/parameters.safetensors")));
  }

  private static CommandRun stopped(int lines, List<String> words) throws InterruptedException {
    if (Files.exists(folder.resolve("parts/model"))) {
      return new CommandRun(Adamant.OK, "", "");
    }
    StopRequest stop = new StopRequest(System.err);
    Path metrics = folder.resolve("parts/metrics.jsonl");
    Thread asking =
        new Thread(
            () -> {
              while (!Thread.interrupted()) {
                try {
                  if (Files.exists(metrics)
                      && Files.readAllLines(metrics).size() >= lines
                      && stop.ask(143)) {
                    return;
                  }
                } catch (IOException e) {
                  // Being written again.
                  Thread.onSpinWait();
                }
              }
            });
    asking.start();
    try {
      return CommandRun.of(
          Map.of(), (out, err) -> Adamant.run(words.toArray(String[]::new), out, err, stop));
    } finally {
      asking.interrupt();
      asking.join();
    }
  }

  @Test
  void soManyTimesAndNoMore() throws IOException {
    CommandRun run = run(train("often", "rollback.factor=1", "rollback.times=2"));
    assertEquals(Adamant.MISTAKE, run.code(), run.err());
    assertTrue(run.lastErrLine().contains("lower optimizer.learning-rate"), run.err());
    assertEquals(2, metrics("often").stream().filter(line -> line.has("event")).count());
    assertFalse(run.err().contains("\tat "), run.err());
  }
}
