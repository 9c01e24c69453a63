package io.adamant.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import io.adamant.model.LogisticRegression;
import io.adamant.optimizer.ParameterUpdate;
import io.adamant.optimizer.Parameters;
import io.adamant.optimizer.SparseUpdates;
import io.adamant.optimizer.UpdateSettings;
import io.adamant.optimizer.rule.Adam;
import io.adamant.storage.CheckpointManifest;
import io.adamant.storage.InvalidModelException;
import io.adamant.storage.ModelManifest;
import io.adamant.storage.RunSection;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of checkpoints, each with every kind of file, that are not as they were written. */
class DamagedCheckpointTest {
  private static final int FEATURES = 50;
  private static final List<String> FILES =
      List.of(
          CheckpointManifest.FILE_NAME,
          Checkpoint.PARAMETERS_FILE,
          Checkpoint.STATE_FILE,
          Checkpoint.OUTER_STATE_FILE,
          Checkpoint.BEST_FILE);

  /** Something that happens to a file. */
  interface Damage {
    void to(Path file, Path previous, Path other) throws IOException;
  }

  @TempDir Path directory;
  private CheckpointFolder folder;

  @BeforeEach
  void writeTwo() throws IOException {
    folder = folder("run");
    write(folder, 1, 3, 0.5);
    write(folder, 2, 6, 0.25);
    write(folder("other"), 2, 6, -1);
  }

  private CheckpointFolder folder(String name) throws IOException {
    return new CheckpointFolder(
        new org.apache.hadoop.fs.Path(directory.resolve(name).toString()), new Configuration());
  }

  private Path checkpoint(String run, int number) {
    return directory.resolve(run).resolve("checkpoint-%06d".formatted(number));
  }

  private static void write(CheckpointFolder to, long number, long step, double value)
      throws IOException {
    UpdateSettings settings = UpdateSettings.of(new Adam(0.1), SparseUpdates.DENSE);
    Parameters parameters = new Parameters(Trainer.layout(new LogisticRegression(true), FEATURES));
    parameters.table().set(7, 0, value);
    ParameterUpdate update = new ParameterUpdate(settings);
    TrainingPoint point =
        new TrainingPoint(
            step,
            0,
            parameters,
            update.initialState(parameters),
            LocalRounds.outer(new LocalSteps(2, new Adam(0.1))).initialState(parameters),
            new EpochLoss(value, 1),
            BestModel.of(value, 0, step, parameters));
    RunSection run =
        new RunSection(new JsonObject(), new RunSection.DataSection(9, 0, "ab", 0, 0), 2, 10, 5, 0);
    to.write(
        point,
        new CheckpointFolder.Description(
            run,
            number,
            step,
            0,
            (checksums, optimizerStep) ->
                new ModelManifest(
                    "logistic", true, FEATURES, 0, 0, 1, step, 9, "", Map.of(), 0, checksums)));
  }

  static Stream<Arguments> damages() {
    List<Arguments> all = new ArrayList<>();
    for (String file : FILES) {
      for (double part : new double[] {0, 0.02, 0.5, 0.999}) {
        Damage cut =
            (path, previous, other) -> {
              byte[] bytes = Files.readAllBytes(path);
              Files.write(path, Arrays.copyOf(bytes, (int) (part * bytes.length)));
            };
        all.add(Arguments.of(file, "cut to " + part, cut));
      }
      Damage longer =
          (path, previous, other) ->
              Files.write(path, new byte[] {0}, java.nio.file.StandardOpenOption.APPEND);
      all.add(Arguments.of(file, "a byte longer", longer));
      all.add(
          Arguments.of(file, "missing", (Damage) (path, previous, other) -> Files.delete(path)));
      all.add(
          Arguments.of(
              file,
              "of the checkpoint before",
              (Damage) (path, previous, other) -> copy(previous, path)));
      all.add(
          Arguments.of(
              file, "of another run", (Damage) (path, previous, other) -> copy(other, path)));
    }
    return all.stream();
  }

  private static void copy(Path from, Path to) throws IOException {
    Files.copy(from, to, StandardCopyOption.REPLACE_EXISTING);
  }

  @ParameterizedTest(name = "{0} {1}")
  @MethodSource("damages")
  void theCheckpointBeforeADamagedOneIsTaken(String file, String what, Damage damage)
      throws IOException {
    // Files that do not depend on what differs between the two are the same, and no damage.
    boolean isSame =
        what.startsWith("of ")
            && Files.mismatch(
                    checkpoint("run", 2).resolve(file),
                    (what.endsWith("run") ? checkpoint("other", 2) : checkpoint("run", 1))
                        .resolve(file))
                < 0;
    damage.to(
        checkpoint("run", 2).resolve(file),
        checkpoint("run", 1).resolve(file),
        checkpoint("other", 2).resolve(file));
    List<String> passedOver = new ArrayList<>();
    Checkpoint newest = folder.newest(passedOver::add);
    assertNotNull(newest);
    assertEquals(isSame ? 6 : 3, newest.manifest().position().step());
    if (file.equals(CheckpointManifest.FILE_NAME) && what.startsWith("of ")) {
      // It is whole, but of other files; or as old as the one before, which is taken for it.
      assertTrue(passedOver.stream().allMatch(reason -> reason.contains("CRC-32C")));
      return;
    }
    assertEquals(isSame ? 0 : 1, passedOver.size(), passedOver.toString());
    assertTrue(isSame || passedOver.get(0).contains(file), passedOver.toString());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        CheckpointManifest.FILE_NAME,
        "parameters.safetensors",
        "optimizer-state.safetensors",
        "outer-state.safetensors",
        "best.safetensors"
      })
  void aFlippedBitAnywhereIsFound(String file) throws IOException {
    Path path = checkpoint("run", 2).resolve(file);
    byte[] bytes = Files.readAllBytes(path);
    Random random = new Random(3);
    for (int i = 0; i < 150; i++) {
      byte[] damaged = bytes.clone();
      int at = i < 60 ? i : random.nextInt(bytes.length);
      damaged[at] ^= (byte) (1 << random.nextInt(8));
      Files.write(path, damaged);
      List<String> passedOver = new ArrayList<>();
      Checkpoint newest = folder.newest(passedOver::add);
      assertNotNull(newest);
      assertEquals(3, newest.manifest().position().step(), "byte " + at);
      assertEquals(1, passedOver.size());
    }
  }

  @Test
  void withoutAnIntactOneThereIsNoneAndEachSaysWhy() throws IOException {
    Files.delete(checkpoint("run", 1).resolve(Checkpoint.STATE_FILE));
    Files.write(checkpoint("run", 2).resolve(Checkpoint.PARAMETERS_FILE), new byte[9]);
    List<String> passedOver = new ArrayList<>();
    assertNull(folder.newest(passedOver::add));
    assertEquals(2, passedOver.size());
    assertTrue(passedOver.get(0).contains("CRC-32C"), passedOver.toString());
    assertTrue(passedOver.get(1).endsWith("optimizer-state.safetensors is missing"));
  }

  @Test
  void theNewestIsToldByItsManifestNotByItsName() throws IOException {
    Path run = directory.resolve("run");
    Files.move(checkpoint("run", 2), run.resolve("away"));
    Files.move(checkpoint("run", 1), checkpoint("run", 2));
    Files.move(run.resolve("away"), checkpoint("run", 1));
    Checkpoint newest = folder.newest(reason -> assertEquals("", reason));
    assertNotNull(newest);
    assertEquals(6, newest.manifest().position().step());
  }

  @Test
  void anInterruptedWriteIsNoCheckpointAndIsCleanedAway() throws IOException {
    Path unfinished = directory.resolve("run").resolve("checkpoint-000003.unfinished");
    Files.createDirectories(unfinished);
    copy(
        checkpoint("run", 2).resolve(Checkpoint.PARAMETERS_FILE),
        unfinished.resolve(Checkpoint.PARAMETERS_FILE));
    Checkpoint newest = folder.newest(reason -> assertEquals("", reason));
    assertNotNull(newest);
    assertEquals(6, newest.manifest().position().step());
    folder.clean();
    assertTrue(Files.notExists(unfinished));
    assertEquals(3, folder.nextNumber());
  }

  @Test
  void laterFormatsAreRefused() throws IOException {
    Checkpoint newest = folder.newest(reason -> assertEquals("", reason));
    assertNotNull(newest);
    String json =
        newest
            .manifest()
            .toJson()
            .replace("\"formatVersion\": 1,\n  \"run\"", "\"formatVersion\": 2,\n  \"run\"");
    int end = json.lastIndexOf(",\n  \"manifestCrc32c\"");
    java.util.zip.CRC32C crc = new java.util.zip.CRC32C();
    crc.update(json.substring(0, end).getBytes(StandardCharsets.UTF_8));
    String signed =
        json.substring(0, end) + ",\n  \"manifestCrc32c\": \"%08x\"\n}\n".formatted(crc.getValue());
    InvalidModelException refused =
        assertThrows(InvalidModelException.class, () -> CheckpointManifest.parse(signed));
    assertEquals(
        "checkpoint.json has format version 2; this Adamant reads up to 1", refused.getMessage());
  }
}
