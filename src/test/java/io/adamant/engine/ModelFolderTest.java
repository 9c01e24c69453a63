package io.adamant.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.adamant.model.LogisticRegression;
import io.adamant.optimizer.Parameters;
import io.adamant.storage.InvalidModelException;
import io.adamant.storage.ModelManifest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ModelFolderTest {
  private static final int FEATURES = 1_000;

  @TempDir Path directory;
  private ModelFolder folder;
  private Path parametersFile;

  @BeforeEach
  void writeAModel() throws IOException {
    Path model = directory.resolve("model");
    folder = new ModelFolder(new org.apache.hadoop.fs.Path(model.toString()), new Configuration());
    write(1);
    parametersFile = model.resolve(ModelFolder.PARAMETERS_FILE);
  }

  private Parameters write(long seed) throws IOException {
    Parameters parameters =
        new Parameters(Trainer.layout(new LogisticRegression(true), FEATURES), 64);
    Random random = new Random(seed);
    for (int row = 0; row < FEATURES; row++) {
      parameters.table().set(row, 0, Double.longBitsToDouble(random.nextLong()));
    }
    parameters.tensors()[0][0] = -0.0;
    try (ModelWriting writing = folder.beginWriting()) {
      writing.writeParameters(parameters);
      writing.finish(ModelFolderTest::manifest);
    }
    return parameters;
  }

  private static ModelManifest manifest(Map<String, String> checksums) {
    return new ModelManifest(
        "logistic", true, FEATURES, 1, -1, 1, 7, 99, "Adam[...]", Map.of(), 3, checksums);
  }

  @Test
  void aModelComesBackToTheBit() throws IOException {
    Parameters written = write(1);
    SavedModel read = folder.read();
    assertEquals(
        TrainingRun.checksum(written),
        TrainingRun.checksum(read.parameters()),
        "the pages differ in size, the bits do not");
    assertEquals("-1 and 1", read.labels().toString());
    assertEquals(FEATURES, read.manifest().features());
  }

  @Test
  void equalModelsAreEqualBytesAndNothingElseIsLeftBeside() throws IOException {
    byte[] first = Files.readAllBytes(parametersFile);
    write(2);
    assertFalse(Arrays.equals(first, Files.readAllBytes(parametersFile)));
    write(1);
    assertTrue(Arrays.equals(first, Files.readAllBytes(parametersFile)));
    try (var beside = Files.list(directory)) {
      assertEquals(List.of("model"), beside.map(path -> path.getFileName().toString()).toList());
    }
    try (var inside = Files.list(directory.resolve("model"))) {
      assertEquals(
          List.of(ModelManifest.FILE_NAME, ModelFolder.PARAMETERS_FILE),
          inside.map(path -> path.getFileName().toString()).sorted().toList());
    }
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 0.01, 0.3, 0.9999})
  void aCutFileIsRefused(double part) throws IOException {
    byte[] bytes = Files.readAllBytes(parametersFile);
    Files.write(parametersFile, Arrays.copyOf(bytes, (int) (part * bytes.length)));
    assertThrows(InvalidModelException.class, folder::read);
  }

  @Test
  void aFlippedBitAnywhereIsRefused() throws IOException {
    byte[] bytes = Files.readAllBytes(parametersFile);
    Random random = new Random(4);
    for (int i = 0; i < 200; i++) {
      byte[] damaged = bytes.clone();
      // Every byte of the head, then some of the body.
      int at = i < 120 ? i : random.nextInt(bytes.length);
      damaged[at] ^= (byte) (1 << random.nextInt(8));
      Files.write(parametersFile, damaged);
      assertThrows(InvalidModelException.class, folder::read, "byte " + at);
    }
  }

  @Test
  void aWriterThatWasEndedBetweenItsRenamesLeavesTheNewModel() throws IOException {
    Path model = directory.resolve("model");
    Parameters old = write(1);
    Files.move(model, directory.resolve("model.replaced"));
    assertEquals(
        TrainingRun.checksum(old), TrainingRun.checksum(folder.read().parameters()), "the old one");
    Parameters replacing = write(2);
    Files.move(model, directory.resolve("model.unfinished"));
    copyOf(model, old);
    Files.move(model, directory.resolve("model.replaced"));
    assertEquals(TrainingRun.checksum(replacing), TrainingRun.checksum(folder.read().parameters()));
    // The next writer brings it to its place, and then replaces it.
    folder.beginWriting().close();
    assertTrue(Files.exists(model) && Files.notExists(directory.resolve("model.replaced")));
    assertEquals(TrainingRun.checksum(replacing), TrainingRun.checksum(folder.read().parameters()));
  }

  private void copyOf(Path to, Parameters parameters) throws IOException {
    ModelFolder other =
        new ModelFolder(
            new org.apache.hadoop.fs.Path(to.resolveSibling("other/model").toString()),
            new Configuration());
    try (ModelWriting writing = other.beginWriting()) {
      writing.writeParameters(parameters);
      writing.finish(ModelFolderTest::manifest);
    }
    Files.move(to.resolveSibling("other/model"), to);
  }

  @Test
  void aLongerFileAndAMissingOneAreRefused() throws IOException {
    byte[] bytes = Files.readAllBytes(parametersFile);
    Files.write(parametersFile, Arrays.copyOf(bytes, bytes.length + 1));
    assertThrows(InvalidModelException.class, folder::read);
    Files.delete(parametersFile);
    assertThrows(InvalidModelException.class, folder::read);
  }
}
