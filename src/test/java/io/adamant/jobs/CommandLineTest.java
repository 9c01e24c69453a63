package io.adamant.jobs;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.adamant.testing.CommandRun;
import io.adamant.testing.LibsvmRows;
import io.adamant.testing.SavedWeights;
import io.adamant.testing.TextFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the commands do with files, from training to prediction. */
class CommandLineTest {
  private static final int ROWS = 600;
  private static final int FEATURES = 40;
  private static final int EPOCHS = 3;

  @TempDir private static Path folder;
  private static List<String> rows = List.of();
  private static CommandRun training = new CommandRun(-1, "", "");

  @BeforeAll
  static void train() throws IOException {
    rows = LibsvmRows.draw(ROWS, FEATURES, 1);
    Files.write(folder.resolve("rows.svm"), rows);
    Files.writeString(
        folder.resolve("job.conf"),
        """
        input { path = "%s/rows.svm" }
        optimizer { type = adam, learning-rate = 0.05 }
        batch.size = 128
        epochs = 7
        validation.fraction = 0.2
        clip.norm = 0.2
        output = "%s/trained"
        """
            .formatted(folder, folder));
    training =
        CommandRun.of("train", folder.resolve("job.conf").toString(), "--set", "epochs=" + EPOCHS);
    assertEquals(Adamant.OK, training.code(), training.err());
  }

  private static String path(String name) {
    return folder.resolve(name).toString();
  }

  @Test
  void trainWritesOneLineOfMetricsAStepWithAllKeys() throws IOException {
    List<JsonObject> lines =
        Files.readAllLines(folder.resolve("trained/metrics.jsonl")).stream()
            .map(line -> JsonParser.parseString(line).getAsJsonObject())
            .toList();
    // 600 rows less the held-back fifth, in batches of at most 128 on average.
    int stepsPerEpoch = lines.size() / EPOCHS;
    assertTrue(stepsPerEpoch == 4 || stepsPerEpoch == 3 || stepsPerEpoch == 5, training.err());
    long rowsUsed = 0;
    for (int i = 0; i < lines.size(); i++) {
      JsonObject line = lines.get(i);
      Set<String> keys =
          Set.of(
              "step",
              "optimizerStep",
              "epoch",
              "loss",
              "gradientNorm",
              "clipped",
              "learningRate",
              "rows",
              "rowsPerSecond",
              "bytesOut",
              "bytesBack",
              "resident",
              "milliseconds");
      assertTrue(line.keySet().containsAll(keys), line.toString());
      assertEquals(
          Set.of("gather", "broadcast", "job", "update"),
          line.getAsJsonObject("milliseconds").keySet());
      assertEquals(i + 1, line.get("step").getAsLong());
      assertEquals(i + 1, line.get("optimizerStep").getAsLong());
      assertEquals(i / stepsPerEpoch + 1, line.get("epoch").getAsLong());
      assertEquals(0.05, line.get("learningRate").getAsDouble());
      assertEquals(
          line.get("gradientNorm").getAsDouble() > 0.2, line.get("clipped").getAsBoolean());
      assertEquals((i + 1) % stepsPerEpoch == 0, line.has("validation"));
      rowsUsed += line.get("rows").getAsLong();
    }
    long validated =
        lines.get(lines.size() - 1).getAsJsonObject("validation").get("rows").getAsLong();
    assertEquals((ROWS - validated) * EPOCHS, rowsUsed);
  }

  @Test
  void settingsOfTheCommandLineStandAboveTheJobFile() throws IOException {
    List<String> lines = Files.readAllLines(folder.resolve("trained/metrics.jsonl"));
    JsonObject last = JsonParser.parseString(lines.get(lines.size() - 1)).getAsJsonObject();
    assertEquals(EPOCHS, last.get("epoch").getAsInt());
  }

  @Test
  void trainEndsWithASummaryOnStandardOutput() {
    assertAll(
        Stream.of("trained ", "validation   log loss ", "model        " + path("trained/model"))
            .map(part -> () -> assertTrue(training.out().contains(part), training.out())));
  }

  @Test
  void predictionsAreThoseOfTheSavedWeightsInTheInputsOrder() throws IOException {
    CommandRun run =
        CommandRun.of(
            "predict",
            "--model",
            path("trained"),
            "--input",
            path("rows.svm"),
            "--output",
            path("predictions"));
    assertEquals(Adamant.OK, run.code(), run.err());
    assertEquals("", run.out());
    List<String> lines = TextFolder.lines(folder.resolve("predictions"));
    assertEquals(ROWS, lines.size());
    SavedWeights weights = SavedWeights.read(folder.resolve("trained/model"));
    for (int i = 0; i < ROWS; i++) {
      String[] words = lines.get(i).split("\t", -1);
      double expected = 1 / (1 + Math.exp(-weights.margin(rows.get(i))));
      assertEquals(expected, Double.parseDouble(words[1]), 1e-12);
      assertEquals(expected > 0.5 ? "1" : "-1", words[0]);
    }
  }

  @Test
  void evaluatePrintsTheMetricsOfTheSavedWeightsAndNothingElse() throws IOException {
    CommandRun run =
        CommandRun.of("evaluate", "--model", path("trained"), "--input", path("rows.svm"));
    assertEquals(Adamant.OK, run.code(), run.err());
    assertEquals(1, run.outLines().size(), run.out());
    JsonObject json = JsonParser.parseString(run.out()).getAsJsonObject();
    assertEquals(
        List.of("rows", "logLoss", "accuracy", "auc", "calibration", "f1", "confusionMatrix"),
        List.copyOf(json.keySet()));
    SavedWeights weights = SavedWeights.read(folder.resolve("trained/model"));
    double[] margins = rows.stream().mapToDouble(weights::margin).toArray();
    boolean[] positive = new boolean[ROWS];
    double loss = 0;
    int right = 0;
    double predicted = 0;
    int observed = 0;
    for (int i = 0; i < ROWS; i++) {
      positive[i] = rows.get(i).startsWith("+1");
      double probability = 1 / (1 + Math.exp(-margins[i]));
      loss -= Math.log(positive[i] ? probability : 1 - probability);
      right += (probability > 0.5) == positive[i] ? 1 : 0;
      predicted += probability;
      observed += positive[i] ? 1 : 0;
    }
    assertEquals(ROWS, json.get("rows").getAsInt());
    assertEquals(loss / ROWS, json.get("logLoss").getAsDouble(), 1e-12);
    assertEquals((double) right / ROWS, json.get("accuracy").getAsDouble(), 1e-15);
    assertEquals(predicted / observed, json.get("calibration").getAsDouble(), 1e-12);
    // Scores are told apart to 14 bits, so that few pairs of them may count as tied.
    assertEquals(pairsInOrder(margins, positive), json.get("auc").getAsDouble(), 1e-4);
  }

  private static double pairsInOrder(double[] margins, boolean[] positive) {
    double won = 0;
    long pairs = 0;
    for (int i = 0; i < margins.length; i++) {
      for (int j = 0; j < margins.length; j++) {
        if (positive[i] && !positive[j]) {
          pairs++;
          won += margins[i] > margins[j] ? 1 : margins[i] == margins[j] ? 0.5 : 0;
        }
      }
    }
    return won / pairs;
  }

  @Test
  void inspectSaysWhatTheModelHolds() throws IOException {
    CommandRun run = CommandRun.of("inspect", path("trained"));
    assertEquals(Adamant.OK, run.code(), run.err());
    double[] table = SavedWeights.read(folder.resolve("trained/model")).table();
    long nonZero = Arrays.stream(table).filter(value -> value != 0).count();
    assertAll(
        Stream.of(
                "logistic",
                "-1 and 1; indices from 1",
                "%d of %d are not zero".formatted(nonZero, FEATURES),
                "parameters.safetensors",
                "intact")
            .map(part -> () -> assertTrue(run.out().contains(part), run.out())));
    assertEquals("", run.err());
  }

  @Test
  void generatedRowsTrainAndAreTheSameForTheSameSeed() throws IOException {
    for (String output : List.of("generated", "again")) {
      CommandRun run =
          CommandRun.of(
              "generate",
              "--rows",
              "300",
              "--features",
              "5000",
              "--seed",
              "3",
              "--output",
              path(output));
      assertEquals(Adamant.OK, run.code(), run.err());
    }
    List<String> lines = TextFolder.lines(folder.resolve("generated"));
    assertEquals(300, lines.size());
    assertTrue(
        lines.stream().allMatch(line -> line.matches("[01]( [0-9]+:1){30,39}")), lines.get(0));
    assertEquals(lines, TextFolder.lines(folder.resolve("again")));
    CommandRun run =
        CommandRun.of(
            "train",
            "--set",
            "input.path=" + path("generated"),
            "--set",
            "input.features=5000",
            "--set",
            "output=" + path("from-generated"));
    assertEquals(Adamant.OK, run.code(), run.err());
  }

  @Test
  void overwriteReplacesTheModel() throws IOException {
    String output = "overwritten";
    String[] arguments = {
      "train", "--set", "input.path=" + path("rows.svm"), "--set", "output=" + path(output), "--set"
    };
    assertEquals(Adamant.OK, runWith(arguments, "optimizer.learning-rate=0.1").code());
    byte[] first = Files.readAllBytes(folder.resolve(output + "/model/parameters.safetensors"));
    CommandRun second =
        runWith(arguments, "optimizer.learning-rate=0.2", "--set", "overwrite=true");
    assertEquals(Adamant.OK, second.code(), second.err());
    byte[] replaced = Files.readAllBytes(folder.resolve(output + "/model/parameters.safetensors"));
    assertFalse(Arrays.equals(first, replaced));
    try (Stream<Path> left = Files.list(folder.resolve(output))) {
      assertEquals(
          Set.of("model", "metrics.jsonl", "run.json", "report.html"),
          left.map(file -> file.getFileName().toString()).collect(Collectors.toSet()));
    }
  }

  private static CommandRun runWith(String[] arguments, String... more) {
    return CommandRun.of(
        Stream.concat(Stream.of(arguments), Stream.of(more)).toArray(String[]::new));
  }

  @ParameterizedTest
  @CsvSource({
    "'', train compare report evaluate predict generate inspect help --help --version --master",
    "train, JOB --set --live --live-host --help",
    "compare, JOB --set --help",
    "report, DIR --output --help",
    "evaluate, --model --input --format --set --help",
    "predict, --model --input --format --output --set --help",
    "generate, --rows --features --seed --output --help",
    "inspect, DIR --help",
    "help, COMMAND optimizers --help"
  })
  void helpListsEveryOption(String command, String words) {
    CommandRun run = command.isEmpty() ? CommandRun.of("--help") : CommandRun.of(command, "--help");
    assertEquals(Adamant.OK, run.code(), run.err());
    assertEquals("", run.err());
    assertNotEquals("", run.out());
    assertAll(
        Stream.of(words.split(" "))
            .map(word -> () -> assertTrue(run.out().contains(word), run.out())));
    CommandRun other = command.isEmpty() ? CommandRun.of("help") : CommandRun.of("help", command);
    assertEquals(run, other, "help COMMAND is COMMAND --help");
  }
}
