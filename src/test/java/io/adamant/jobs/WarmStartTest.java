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
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Trainings that begin with what others have saved. */
class WarmStartTest {
  private static final int FEATURES = 50;

  @TempDir private static Path folder;

  @BeforeAll
  static void writeRows() throws IOException {
    Files.write(folder.resolve("rows.svm"), LibsvmRows.draw(600, FEATURES, 3));
  }

  /** Trains on all rows a step, so that every epoch has the same batch. */
  private static Path train(String output, String... settings) {
    List<String> arguments = new ArrayList<>(List.of("train"));
    List<String> all =
        new ArrayList<>(
            List.of(
                "input.path=" + folder.resolve("rows.svm"),
                "input.features=" + FEATURES,
                "batch.size=full",
                "optimizer.learning-rate=0.05",
                "output=" + folder.resolve(output)));
    all.addAll(Arrays.asList(settings));
    for (String setting : all) {
      arguments.add("--set");
      arguments.add(setting.replace("@", folder.toString()));
    }
    CommandRun run = CommandRun.of(arguments.toArray(String[]::new));
    assertEquals(Adamant.OK, run.code(), run.err());
    return folder.resolve(output).resolve("model");
  }

  private static byte[] parameters(Path model) throws IOException {
    return Files.readAllBytes(model.resolve("parameters.safetensors"));
  }

  private static JsonObject manifest(Path model) throws IOException {
    return JsonParser.parseString(Files.readString(model.resolve("manifest.json")))
        .getAsJsonObject();
  }

  private static List<JsonObject> metrics(String output) throws IOException {
    try (Stream<String> lines = Files.lines(folder.resolve(output).resolve("metrics.jsonl"))) {
      return lines.map(line -> JsonParser.parseString(line).getAsJsonObject()).toList();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "logistic, dense, float64",
    "logistic, lazy, float64",
    "logistic, dense, float32",
    "factorization-machine, dense, float64",
    "factorization-machine, lazy, float64",
    "factorization-machine, deferred, float64",
    "field-aware-factorization-machine, dense, float64",
    "field-aware-factorization-machine, lazy, float32",
    "embedding-bag, lazy, float64",
    "multilayer-perceptron, dense, float64",
    "multilayer-perceptron, deferred, float32",
    "wide-and-deep, lazy, float64",
    "deep-fm, dense, float64"
  })
  void twoTrainingsWithTheStateBetweenThemAreOneToTheByte(
      String model, String sparse, String precision) throws IOException {
    String[] common = {
      "model.type=" + model,
      "input.fields=[20,30]",
      "optimizer.sparse=" + sparse,
      "wire.precision=" + precision,
      "schedule.type=warmup",
      "schedule.warmup-steps=4",
      "save-state=true"
    };
    String run = model + "-" + sparse + "-" + precision;
    train("first-" + run, with(common, "epochs=2"));
    Path second =
        train(
            "second-" + run,
            with(common, "epochs=3", "warm-start.path=@/first-" + run, "warm-start.state=true"));
    Path whole = train("whole-" + run, with(common, "epochs=5"));
    for (String file :
        List.of("parameters.safetensors", "optimizer-state.safetensors", "manifest.json")) {
      assertArrayEquals(
          Files.readAllBytes(whole.resolve(file)), Files.readAllBytes(second.resolve(file)), file);
    }
    assertEquals(5, manifest(second).get("step").getAsInt());
    // Without the state, or without its step, the bytes would be others.
    Path alone = train("alone-" + run, with(common, "epochs=3", "warm-start.path=@/first-" + run));
    assertFalse(Arrays.equals(parameters(whole), parameters(alone)));
    assertEquals(3, manifest(alone).get("step").getAsInt());
  }

  private static String[] with(String[] settings, String... more) {
    return Stream.concat(Arrays.stream(settings), Arrays.stream(more)).toArray(String[]::new);
  }

  @Test
  void parametersAloneAreWhereAnotherOptimizerBegins() throws IOException {
    Path model = train("adamw", "epochs=4");
    // The folder with the model and the model's own folder name the same.
    Path still =
        train(
            "still",
            "optimizer.type=sgd",
            "optimizer.learning-rate=0",
            "warm-start.path=@/adamw/model");
    assertArrayEquals(parameters(model), parameters(still));
    train("moved", "optimizer.type=sgd", "warm-start.path=@/adamw");
    double begun = metrics("moved").get(0).get("loss").getAsDouble();
    List<JsonObject> before = metrics("adamw");
    assertTrue(begun < before.get(before.size() - 1).get("loss").getAsDouble(), "loss " + begun);
  }

  @Test
  void theScheduleGoesOnFromTheStateAndEndsWithTheTraining() throws IOException {
    train("rising", "epochs=2", "save-state=true");
    train(
        "falling",
        "epochs=3",
        "schedule.type=cosine",
        "warm-start.path=@/rising",
        "warm-start.state=true");
    List<JsonObject> steps = metrics("falling");
    for (int i = 0; i < 3; i++) {
      // Steps 3 to 5 of 5.
      double factor = (1 + Math.cos(Math.PI * (2 + i) / 5)) / 2;
      assertEquals(0.05 * factor, steps.get(i).get("learningRate").getAsDouble(), 1e-15);
      assertEquals(i + 1, steps.get(i).get("step").getAsInt(), "batches count from 1");
    }
  }

  @Test
  void theModelBringsItsFeaturesAndItsIndexBaseAlong() throws IOException {
    train("wide", "input.features=70");
    // Of these rows alone, indices would count from 1 and end at the largest.
    Path model = train("narrow", "input.features=null", "warm-start.path=@/wide");
    assertEquals(70, manifest(model).get("features").getAsInt());
    assertEquals(1, manifest(model).get("indexBase").getAsInt());
  }

  @Test
  void theFolderThatATrainingBeginsWithMayBeItsOutput() throws IOException {
    byte[] before = parameters(train("again"));
    byte[] after = parameters(train("again", "overwrite=true", "warm-start.path=@/again"));
    assertFalse(Arrays.equals(before, after));
  }

  @Test
  void inspectSaysWhatTheStateHolds() throws IOException {
    train("inspected", "epochs=2", "save-state=true");
    CommandRun run = CommandRun.of("inspect", folder.resolve("inspected").toString());
    assertEquals(Adamant.OK, run.code(), run.err());
    for (String part :
        List.of(
            "weight[50, 1] bias[1]",
            "optimizer    adamw, learning-rate ",
            "state        of step 2, 102 values in 4 tensors",
            "firstMoment/weight [50, 1]",
            "secondMoment/bias [1, 1]",
            "parameters.safetensors, CRC-32C ",
            "optimizer-state.safetensors, CRC-32C "
                + manifest(folder.resolve("inspected/model"))
                    .getAsJsonObject("crc32c")
                    .get("optimizer-state.safetensors")
                    .getAsString()
                + ", intact")) {
      assertTrue(run.out().contains(part), part + "\nin: " + run.out());
    }
    assertTrue(run.outLines().stream().allMatch(line -> line.length() <= 96), run.out());
  }
}
