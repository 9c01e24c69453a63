package io.adamant.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.adamant.linalg.SparseRows;
import io.adamant.model.LogisticRegression;
import io.adamant.optimizer.AveragingSettings;
import io.adamant.optimizer.Gradient;
import io.adamant.optimizer.Optimizer;
import io.adamant.optimizer.OptimizerState;
import io.adamant.optimizer.ParameterLayout;
import io.adamant.optimizer.ParameterUpdate;
import io.adamant.optimizer.Parameters;
import io.adamant.optimizer.SparseUpdates;
import io.adamant.optimizer.StepOutcome;
import io.adamant.optimizer.StepOutcome.Action;
import io.adamant.optimizer.UpdateSettings;
import io.adamant.optimizer.rule.Adam;
import io.adamant.optimizer.rule.AdamW;
import io.adamant.optimizer.rule.Sgd;
import io.adamant.storage.InvalidModelException;
import io.adamant.storage.ModelManifest;
import io.adamant.storage.Safetensors.Entry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class OptimizerStateFileTest {
  private static final int FEATURES = 200;
  private static final ParameterLayout LAYOUT =
      Trainer.layout(new LogisticRegression(true), FEATURES);

  @TempDir Path directory;
  private ModelFolder folder;
  private Path stateFile;
  private Path manifestFile;

  @BeforeEach
  void nameTheFiles() throws IOException {
    Path model = directory.resolve("model");
    folder = new ModelFolder(new org.apache.hadoop.fs.Path(model.toString()), new Configuration());
    stateFile = model.resolve(ModelFolder.STATE_FILE);
    manifestFile = model.resolve(ModelManifest.FILE_NAME);
  }

  /** Parameters and state that are trained on batches of a fixed sequence. */
  private static final class Run {
    final ParameterUpdate update;
    final Parameters parameters;
    final OptimizerState state;

    Run(UpdateSettings settings, TrainingStart start) {
      update = new ParameterUpdate(settings);
      parameters = start.parameters();
      OptimizerState begun = start.state();
      state = begun == null ? update.initialState(LAYOUT) : begun;
    }

    Run(UpdateSettings settings) {
      this(settings, TrainingStart.zeros(LAYOUT));
    }

    Run batches(int from, int to) {
      for (int batch = from; batch < to; batch++) {
        SplittableRandom random = new SplittableRandom(batch);
        int[] rows = IntStream.range(0, FEATURES).filter(row -> random.nextInt(9) == 0).toArray();
        double[] values = random.doubles(rows.length, -1, 1).toArray();
        double[][] bias = {{random.nextDouble(-1, 1)}};
        update.step(
            parameters,
            new Gradient(new SparseRows(1, rows, values), bias),
            1 + random.nextDouble(),
            0.5,
            state);
      }
      return this;
    }

    /** Saves as a training does: the state, then the model that it comes to. */
    Run save(ModelFolder folder) throws IOException {
      try (ModelWriting writing = folder.beginWriting()) {
        writing.writeState(state, parameters);
        update.finish(parameters, new StepOutcome(Action.ACCUMULATED, 0, false, 0), state);
        writing.writeParameters(update.evaluated(parameters, state));
        writing.finish(OptimizerStateFileTest::manifest);
      }
      return this;
    }
  }

  private static ModelManifest manifest(Map<String, String> checksums) {
    return new ModelManifest(
        "logistic", true, FEATURES, 1, -1, 1, 7, 99, "Adam[...]", Map.of(), 3, checksums);
  }

  private Run restored(UpdateSettings settings) throws IOException {
    return new Run(settings, folder.readState(folder.read(), settings));
  }

  static Stream<UpdateSettings> settings() {
    List<UpdateSettings> all = new ArrayList<>();
    List<Optimizer> optimizers =
        List.of(new Sgd(0.1), new Sgd(0.1, 0.9, 0, true, 0), new Adam(0.01), new AdamW(0.01));
    for (Optimizer optimizer : optimizers) {
      for (SparseUpdates sparse : List.of(SparseUpdates.DENSE, SparseUpdates.LAZY)) {
        for (AveragingSettings.Kind kind : AveragingSettings.Kind.values()) {
          for (int gradients : new int[] {1, 3}) {
            all.add(
                UpdateSettings.of(optimizer, sparse)
                    .withAveraging(new AveragingSettings(kind, 2, 0.9))
                    .withAccumulationSteps(gradients));
          }
        }
      }
    }
    return all.stream();
  }

  @ParameterizedTest
  @MethodSource("settings")
  void stepsBeforeAndAfterAFileAreThoseWithoutOne(UpdateSettings settings) throws IOException {
    new Run(settings).batches(0, 8).save(folder);
    restored(settings).batches(8, 16).save(folder);
    List<byte[]> inTwo = files();
    new Run(settings).batches(0, 16).save(folder);
    List<byte[]> inOne = files();
    assertEquals(3, inOne.size());
    for (int i = 0; i < 3; i++) {
      assertArrayEquals(inOne.get(i), inTwo.get(i));
    }
  }

  private List<byte[]> files() throws IOException {
    List<byte[]> files = new ArrayList<>();
    try (Stream<Path> paths = Files.list(directory.resolve("model"))) {
      for (Path path : paths.sorted().toList()) {
        files.add(Files.readAllBytes(path));
      }
    }
    return files;
  }

  @Test
  void theParametersThatStepsStartFromAreSavedWhereTheModelIsNotThey() throws IOException {
    UpdateSettings plain = UpdateSettings.of(new Adam(0.01), SparseUpdates.DENSE);
    new Run(plain).batches(0, 4).save(folder);
    assertEquals(
        List.of(
            "firstMoment/weight", "firstMoment/bias", "secondMoment/weight", "secondMoment/bias"),
        names());
    new Run(plain.withAccumulationSteps(3)).batches(0, 4).save(folder);
    assertEquals(List.of("parameters/weight", "parameters/bias"), names().subList(0, 2));
    AveragingSettings tail = new AveragingSettings(AveragingSettings.Kind.TAIL, 1, 0.9);
    new Run(plain.withAveraging(tail)).batches(0, 4).save(folder);
    assertEquals(List.of("parameters/weight", "parameters/bias"), names().subList(0, 2));
  }

  private List<String> names() throws IOException {
    return folder.checkState(folder.readManifest()).stream().map(Entry::name).toList();
  }

  private static UpdateSettings full() {
    return UpdateSettings.of(new AdamW(0.01), SparseUpdates.LAZY)
        .withAveraging(new AveragingSettings(AveragingSettings.Kind.EMA, 2, 0.9))
        .withAccumulationSteps(3);
  }

  @Test
  void aFlippedBitAnywhereIsRefused() throws IOException {
    new Run(full()).batches(0, 8).save(folder);
    byte[] bytes = Files.readAllBytes(stateFile);
    Random random = new Random(4);
    for (int i = 0; i < 1_500; i++) {
      byte[] damaged = bytes.clone();
      // Every byte of the head, then some of the body.
      int at = i < 1_200 ? i : random.nextInt(bytes.length);
      damaged[at] ^= (byte) (1 << random.nextInt(8));
      Files.write(stateFile, damaged);
      assertRefused("optimizer-state.safetensors");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "0, ends within its header",
    "0.01, ends within",
    "0.5, cut short",
    "0.999, cut short"
  })
  void aCutFileIsRefused(double part, String why) throws IOException {
    new Run(full()).batches(0, 8).save(folder);
    byte[] bytes = Files.readAllBytes(stateFile);
    Files.write(stateFile, Arrays.copyOf(bytes, (int) (part * bytes.length)));
    assertRefused(why);
  }

  @Test
  void aLongerFileAMissingOneAndThatOfAnotherTrainingAreRefused() throws IOException {
    new Run(full()).batches(0, 8).save(folder);
    byte[] bytes = Files.readAllBytes(stateFile);
    Files.write(stateFile, Arrays.copyOf(bytes, bytes.length + 1));
    assertRefused("longer than its header says");
    Files.delete(stateFile);
    assertRefused("is missing");
    byte[] manifest = Files.readAllBytes(manifestFile);
    new Run(full()).batches(1, 9).save(folder);
    Files.write(manifestFile, manifest);
    assertThrows(InvalidModelException.class, folder::read);
    assertThrows(InvalidModelException.class, () -> folder.checkState(folder.readManifest()));
  }

  @Test
  void anIntactStateOfAnotherOptimizerIsRefusedAsSuch() throws IOException {
    new Run(full()).batches(0, 8).save(folder);
    SavedModel model = folder.read();
    UpdateSettings other = UpdateSettings.of(new Adam(0.01), SparseUpdates.LAZY);
    InvalidModelException refused =
        assertThrows(InvalidModelException.class, () -> folder.readState(model, other));
    String message = String.valueOf(refused.getMessage());
    assertTrue(message.contains("the state belongs to AdamW["), message);
    assertFalse(message.contains("damaged"), message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"step\": 2,        | \"step\": NaN,              | malformed",
        "\"step\": 2,        | \"step\": -1,               | step must be >= 0, got -1",
        "\"step\": 2,        | \"step\": 2.5,              | malformed",
        "\"fingerprint\":    | \"finger\":                 | must have a fingerprint",
        "\"scalars\": {}     | \"scalars\": null           | must have a fingerprint, scalars",
        "\"scalars\": {}     | \"scalars\": {\"a\": null}  | scalars that are numbers",
        "\"scalars\": {}     | \"scalars\": {\"a\": 1}     | scalars [a]",
        "\"scalars\": {}     | \"scalars\": {\"a\": NaN}   | malformed JSON at line",
        "\"accumulatedGradients\": 2 | \"accumulatedGradients\": -2 | got -2",
        "\"accumulatedGradients\": 2 | \"accumulatedGradients\": 3  | accumulation-steps",
        "\"accumulatedWeight\":      | \"accumulatedWeight\": -     | malformed",
        "\"accumulatedRows\":        | \"rows\":                    | gradientSum",
        "\"kind\": \"ema\"   | \"kind\": \"mean\"          | no such kind of average: mean",
        "\"kind\": \"ema\"   | \"kind\": null              | the kind of an average",
        "\"decay\": 0.9      | \"decay\": 0.8              | decay 0.8",
        "\"firstStep\": 2    | \"firstStep\": 3            | average's first step",
        "\"tensorStep\": 2   | \"tensorStep\": 1           | average's last step",
      })
  void aManifestThatCannotBeIsRefused(String was, String is, String why) throws IOException {
    new Run(full()).batches(0, 8).save(folder);
    String manifest = Files.readString(manifestFile);
    int section = manifest.indexOf("\"optimizerState\"");
    assertTrue(manifest.indexOf(was, section) > 0, manifest);
    Files.writeString(
        manifestFile,
        manifest.substring(0, section) + manifest.substring(section).replace(was, is));
    assertRefused(why);
  }

  private void assertRefused(String why) {
    InvalidModelException refused =
        assertThrows(InvalidModelException.class, () -> restored(full()));
    String message = String.valueOf(refused.getMessage());
    assertTrue(message.contains(why), message);
  }

  @Test
  void aModelWithoutStateIsReadAndHasNone() throws IOException {
    new Run(full()).batches(0, 8).save(folder);
    assertNotNull(folder.readManifest().optimizerState());
    try (ModelWriting writing = folder.beginWriting()) {
      writing.writeParameters(new Parameters(LAYOUT));
      writing.finish(OptimizerStateFileTest::manifest);
    }
    assertFalse(Files.exists(stateFile), "the state of the model before is gone with it");
    assertNull(folder.readManifest().optimizerState());
    assertFalse(Files.readString(manifestFile).contains("optimizerState"));
    SavedModel model = folder.read();
    InvalidModelException refused =
        assertThrows(InvalidModelException.class, () -> folder.readState(model, full()));
    assertTrue(String.valueOf(refused.getMessage()).contains("save-state = true"));
  }

  @Test
  void whatIsNotFinishedLeavesTheModelThatWasThere() throws IOException {
    new Run(full()).batches(0, 8).save(folder);
    List<byte[]> before = files();
    try (ModelWriting writing = folder.beginWriting()) {
      writing.writeParameters(new Parameters(LAYOUT));
    }
    for (int i = 0; i < 3; i++) {
      assertArrayEquals(before.get(i), files().get(i));
    }
    try (Stream<Path> beside = Files.list(directory)) {
      assertEquals(List.of("model"), beside.map(path -> path.getFileName().toString()).toList());
    }
  }
}
