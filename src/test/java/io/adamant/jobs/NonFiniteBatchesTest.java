package io.adamant.jobs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.adamant.testing.CommandRun;
import io.adamant.testing.LibsvmRows;
import io.adamant.testing.SavedWeights;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What {@code clip.non-finite} makes of one bad batch in each epoch. */
class NonFiniteBatchesTest {
  private static final int FEATURES = 20;
  private static final int EPOCHS = 3;
  private static final int BATCHES = 4 * EPOCHS;

  @TempDir private static Path folder;

  @BeforeAll
  static void writeRows() throws IOException {
    List<String> rows = new ArrayList<>(LibsvmRows.draw(399, FEATURES, 1));
    // A feature of its own, whose gradient's square overflows.
    rows.add("+1 %d:1e200".formatted(FEATURES + 1));
    Files.write(folder.resolve("rows.svm"), rows);
    // The step of the first makes the margin of the second infinite, and of the wrong sign.
    rows.set(399, "-1 %d:1e153".formatted(FEATURES + 1));
    rows.add("+1 %d:1e160".formatted(FEATURES + 1));
    Files.write(folder.resolve("overflowing.svm"), rows);
    Files.writeString(folder.resolve("steep.svm"), "0 2:1\n" + "1 1:1.7e308\n".repeat(4));
  }

  private static CommandRun train(String policy, String rows, String... more) {
    List<String> words = new ArrayList<>(List.of("train"));
    List<String> settings =
        new ArrayList<>(
            List.of(
                "input.path=" + folder.resolve(rows),
                "output=" + folder.resolve("out"),
                "overwrite=true",
                "batch.size=100",
                "epochs=" + EPOCHS,
                "clip.non-finite=" + policy));
    settings.addAll(List.of(more));
    settings.forEach(setting -> words.addAll(List.of("--set", setting)));
    return CommandRun.of(words.toArray(String[]::new));
  }

  private static List<JsonObject> metrics() throws IOException {
    return Files.readAllLines(folder.resolve("out/metrics.jsonl")).stream()
        .map(line -> JsonParser.parseString(line).getAsJsonObject())
        .toList();
  }

  @ParameterizedTest
  @CsvSource({"skip, skipped, 9", "zero, zeroed, 12"})
  void trainingGoesOnAndSaysWhatItDid(String policy, String action, int steps) throws IOException {
    CommandRun run = train(policy, "rows.svm");
    assertEquals(Adamant.OK, run.code(), run.err());
    assertTrue(
        run.out().contains("  not finite   3 of 12 steps (clip.non-finite = %s)".formatted(policy)),
        run.out());
    assertTrue(run.err().contains("not finite   " + policy), run.err());
    List<JsonObject> lines = metrics();
    assertEquals(BATCHES, lines.size());
    int taken = 0;
    int bad = 0;
    for (JsonObject line : lines) {
      boolean isBad = line.has("action");
      taken += isBad && policy.equals("skip") ? 0 : 1;
      bad += isBad ? 1 : 0;
      assertEquals(taken, line.get("optimizerStep").getAsInt());
      assertEquals(isBad, line.get("gradientNorm").isJsonNull());
      if (isBad) {
        assertEquals(action, line.get("action").getAsString());
      }
    }
    assertEquals(EPOCHS, bad);
    assertEquals(steps, taken);
    SavedWeights weights = SavedWeights.read(folder.resolve("out/model"));
    assertTrue(Arrays.stream(weights.table()).allMatch(Double::isFinite));
    assertEquals(0.0, weights.table()[FEATURES], "no batch of this feature counted");
    assertNotEquals(0.0, weights.table()[0]);
    String manifest = Files.readString(folder.resolve("out/model/manifest.json"));
    assertEquals(steps, JsonParser.parseString(manifest).getAsJsonObject().get("step").getAsInt());
  }

  @Test
  void aBatchWhoseLossIsNotFiniteIsNoPlateau() throws IOException {
    CommandRun run =
        train(
            "skip",
            "overflowing.svm",
            "optimizer.type=sgd",
            "optimizer.learning-rate=0.1",
            "schedule.type=plateau",
            "schedule.patience=0");
    assertEquals(Adamant.OK, run.code(), run.err());
    List<JsonObject> lines = metrics();
    assertTrue(lines.stream().anyMatch(line -> line.get("loss").isJsonNull()), run.out());
    assertTrue(
        lines.stream()
            .filter(line -> !line.has("action"))
            .allMatch(line -> line.get("learningRate").getAsDouble() == 0.1),
        lines.toString());
  }

  @Test
  void failEndsTheTrainingWithTheModelBefore() throws IOException {
    // With this seed the first batch is a good one.
    CommandRun run = train("fail", "rows.svm", "seed=1");
    assertEquals(Adamant.MISTAKE, run.code(), run.err());
    assertTrue(run.lastErrLine().contains(": the gradient norm is Infinity"), run.err());
    int steps = metrics().size();
    assertTrue(steps > 0, run.err());
    assertTrue(
        run.lastErrLine().contains("the model of step %d is kept in ".formatted(steps)), run.err());
  }

  @Test
  void aTrainingWithoutAGoodBatchIsNoTraining() {
    CommandRun run = train("skip", "steep.svm", "output=" + folder.resolve("none"));
    assertEquals(Adamant.MISTAKE, run.code(), run.err());
    assertTrue(
        run.lastErrLine().startsWith("adamant: none of 3 batches had a finite loss and gradient"),
        run.err());
    assertFalse(Files.exists(folder.resolve("none")));
  }
}
