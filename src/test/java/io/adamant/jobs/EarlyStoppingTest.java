package io.adamant.jobs;

import static org.junit.jupiter.api.Assertions.assertEquals;
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
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Early stopping against what the validations of the same run without it say. */
class EarlyStoppingTest {
  @TempDir private static Path folder;
  private static List<JsonObject> all = List.of();

  @BeforeAll
  static void trainAllSteps() throws IOException {
    // Few rows and many features: it learns them by heart, and validation gets worse.
    Files.write(folder.resolve("rows.svm"), LibsvmRows.draw(120, 300, 5));
    Files.write(folder.resolve("validation.svm"), LibsvmRows.draw(200, 300, 6));
    CommandRun run = train("all");
    assertEquals(Adamant.OK, run.code(), run.err());
    all = metrics("all");
  }

  private static CommandRun train(String output, String... settings) {
    List<String> words = new ArrayList<>(List.of("train"));
    List<String> every =
        new ArrayList<>(
            List.of(
                "input.path=" + folder.resolve("rows.svm"),
                "input.features=300",
                "validation.path=" + folder.resolve("validation.svm"),
                "validation.every=2",
                "batch.size=40",
                "epochs=20",
                "optimizer.learning-rate=0.3",
                "output=" + folder.resolve(output)));
    every.addAll(List.of(settings));
    every.forEach(setting -> words.addAll(List.of("--set", setting)));
    return CommandRun.of(words.toArray(String[]::new));
  }

  private static List<JsonObject> metrics(String output) throws IOException {
    return Files.readAllLines(folder.resolve(output).resolve("metrics.jsonl")).stream()
        .map(line -> JsonParser.parseString(line).getAsJsonObject())
        .toList();
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0, loss, logLoss, min",
    "2, 0, loss, logLoss, min",
    "3, 0.02, logLoss, logLoss, min",
    "2, 0, auc, auc, max",
    "100, 0, auc, auc, max"
  })
  void theBestValidationIsTheModelAndPatienceTheEnd(
      int patience, double minDelta, String metric, String figure, String mode) throws IOException {
    // What is to be expected, from the validations of all steps.
    double best = mode.equals("min") ? Double.POSITIVE_INFINITY : Double.NEGATIVE_INFINITY;
    int bestStep = 0;
    int bad = 0;
    int lastStep = 0;
    for (JsonObject line : all) {
      lastStep = line.get("step").getAsInt();
      if (!line.has("validation")) {
        continue;
      }
      double value = line.getAsJsonObject("validation").get(figure).getAsDouble();
      if (mode.equals("min") ? value < best - minDelta : value > best + minDelta) {
        best = value;
        bestStep = lastStep;
        bad = 0;
      } else if (++bad > patience) {
        break;
      }
    }
    String output = "stopped-%d-%s".formatted(patience, metric);
    CommandRun run =
        train(
            output,
            "early-stopping.patience=" + patience,
            "early-stopping.min-delta=" + minDelta,
            "early-stopping.mode=" + mode,
            "early-stopping.metric=" + metric);
    assertEquals(Adamant.OK, run.code(), run.err());
    List<JsonObject> lines = metrics(output);
    assertEquals(lastStep, lines.size());
    assertEquals(patience < 100, lastStep < all.size(), "this case is of another kind");
    JsonObject manifest =
        JsonParser.parseString(
                Files.readString(folder.resolve(output).resolve("model/manifest.json")))
            .getAsJsonObject();
    assertEquals(bestStep, manifest.get("step").getAsInt());
    assertTrue(bestStep < lastStep);
    assertTrue(run.out().contains("  best         optimizer step %,d".formatted(bestStep)));
    assertEquals(
        lastStep < all.size(),
        run.out().contains("; stopped early, %d steps were left".formatted(all.size() - lastStep)));
    CommandRun evaluation =
        CommandRun.of(
            "evaluate",
            "--model",
            folder.resolve(output).toString(),
            "--input",
            folder.resolve("validation.svm").toString());
    assertEquals(
        best, JsonParser.parseString(evaluation.out()).getAsJsonObject().get(figure).getAsDouble());
  }
}
