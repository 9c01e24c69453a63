package io.adamant.jobs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.adamant.testing.CommandRun;
import io.adamant.testing.SavedWeights;
import io.adamant.testing.TextFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code jobs/wilson.conf}, as it stands and with the settings that its first lines name. */
class WilsonJobTest {
  @TempDir private Path folder;

  private Path output() {
    return folder.resolve("trained");
  }

  private CommandRun train(String settings) {
    List<String> arguments =
        new ArrayList<>(List.of("train", "jobs/wilson.conf", "--set", "output=" + output()));
    if (!settings.isEmpty()) {
      arguments.addAll(List.of(settings.split(" ")));
    }
    CommandRun run = CommandRun.of(arguments.toArray(String[]::new));
    assertEquals(Adamant.OK, run.code(), run.err());
    return run;
  }

  /** Fresh rows have no trained weight beside the three that all share. */
  private static boolean[] positiveAndNegativeAreCalledPositive(double[] w) {
    return new boolean[] {w[0] + w[1] + w[2] > 0, -w[0] + w[1] + w[2] > 0};
  }

  /**
   * The rows that were trained on are those whose own features have weights: one where the label is
   * +1, five where it is -1.
   */
  private static void assertFitsTrainingRows(double[] w, int count) {
    int trained = 0;
    for (int own = 3; own < w.length; own += 5) {
      if (w[own] != 0) {
        trained++;
        double label = w[own + 1] == 0 ? 1 : -1;
        double score = label * w[0] + w[1] + w[2];
        for (int i = own; i < own + 5; i++) {
          score += w[i];
        }
        assertEquals(label, score, 0.5);
      }
    }
    assertEquals(count, trained);
  }

  @ParameterizedTest
  @CsvSource({
    "'', 1",
    "--set optimizer.type=adam, 0",
    "--set optimizer.type=adagrad, 0",
    "--set optimizer.type=rmsprop, 0",
    "--set optimizer.type=adam --set batch.size=10 --set epochs=10, 1"
  })
  void everyTrainingRowIsFittedAndTheOptimizerDecidesOnFreshRows(
      String settings, double negativesRight) throws IOException {
    CommandRun run = train(settings);
    List<String> metrics = Files.readAllLines(output().resolve("metrics.jsonl"));
    JsonObject last = JsonParser.parseString(metrics.get(metrics.size() - 1)).getAsJsonObject();
    JsonObject validation = last.getAsJsonObject("validation");
    double accuracy = validation.get("accuracy").getAsDouble();
    int rows = validation.get("rows").getAsInt();

    double[] weights = SavedWeights.read(output().resolve("model")).table();
    assertFitsTrainingRows(weights, 400 - rows);
    boolean[] called = positiveAndNegativeAreCalledPositive(weights);
    assertTrue(called[0]);
    assertEquals(negativesRight == 0, called[1]);
    if (negativesRight == 1) {
      assertEquals(1.0, accuracy);
    } else {
      // The share of positives among about 200 rows of which 60 % are.
      assertEquals(0.6, accuracy, 5 * Math.sqrt(0.24 / rows));
    }
    assertTrue(
        validation.get("logLoss").isJsonNull() && validation.get("calibration").isJsonNull());
    String summary = "  validation   accuracy %.2f %%, AUC 1.0000".formatted(100 * accuracy);
    assertTrue(run.out().contains(summary), run.out());
    assertTrue(run.out().contains("  training     squared loss 0.00"), run.out());
  }

  @Test
  void predictWritesTheScoreAndEvaluateClaimsNoProbabilities() throws IOException {
    train("--set epochs=3");
    List<String> rows = List.of("1 0:1 1:1 2:1 3:1", "-1 0:-1 1:1 2:1", "1 0:-1 1:2 2:2");
    Files.write(folder.resolve("rows.svm"), rows);
    String model = output().toString();
    String input = folder.resolve("rows.svm").toString();
    CommandRun evaluated = CommandRun.of("evaluate", "--model", model, "--input", input);
    assertEquals(Adamant.OK, evaluated.code(), evaluated.err());
    JsonObject json = JsonParser.parseString(evaluated.out()).getAsJsonObject();
    assertTrue(json.get("logLoss").isJsonNull() && json.get("calibration").isJsonNull());
    assertEquals(3, json.get("rows").getAsInt());

    Path predictions = folder.resolve("predictions");
    CommandRun predicted =
        CommandRun.of(
            "predict", "--model", model, "--input", input, "--output", predictions.toString());
    assertEquals(Adamant.OK, predicted.code(), predicted.err());
    double[] w = SavedWeights.read(output().resolve("model")).table();
    double[] scores = {w[0] + w[1] + w[2] + w[3], -w[0] + w[1] + w[2], -w[0] + 2 * (w[1] + w[2])};
    List<String> lines = TextFolder.lines(predictions);
    int right = 0;
    for (int i = 0; i < scores.length; i++) {
      String[] words = lines.get(i).split("\t", -1);
      assertEquals(scores[i] > 0 ? "1" : "-1", words[0]);
      assertEquals(scores[i], Double.parseDouble(words[1]), 1e-15);
      right += rows.get(i).startsWith(words[0] + " ") ? 1 : 0;
    }
    assertEquals(right / 3.0, json.get("accuracy").getAsDouble());
  }
}
