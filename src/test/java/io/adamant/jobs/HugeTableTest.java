package io.adamant.jobs;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.adamant.testing.CommandRun;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Trainings with far more features than the memory has room for, of which few are touched. */
class HugeTableTest {
  private static final int FEATURES = 1 << 30;

  @TempDir private Path folder;

  private CommandRun train(String output, String... settings) {
    List<String> arguments = new ArrayList<>(List.of("train"));
    List<String> all =
        new ArrayList<>(
            List.of(
                "input.format=ctr",
                "input.rows=2000",
                "input.features=" + FEATURES,
                "optimizer.type=adamw",
                "optimizer.learning-rate=0.02",
                "batch.size=256",
                "validation.fraction=0.1",
                "save-state=true",
                "output=" + folder.resolve(output)));
    all.addAll(List.of(settings));
    for (String setting : all) {
      arguments.add("--set");
      arguments.add(setting);
    }
    return CommandRun.of(arguments.toArray(String[]::new));
  }

  private static String[] with(String[] settings, String... more) {
    return Stream.concat(Arrays.stream(settings), Arrays.stream(more)).toArray(String[]::new);
  }

  private byte[] bytes(String file) throws IOException {
    return Files.readAllBytes(folder.resolve(file));
  }

  private JsonObject manifest(String output) throws IOException {
    String json = new String(bytes(output + "/model/manifest.json"), StandardCharsets.UTF_8);
    return JsonParser.parseString(json).getAsJsonObject();
  }

  @ParameterizedTest
  @ValueSource(strings = {"lazy", "deferred"})
  void aTableOfABillionFeaturesIsTrainedSavedAndEvaluated(String sparse) throws IOException {
    CommandRun training = train("out", "optimizer.sparse=" + sparse);
    assertEquals(Adamant.OK, training.code(), training.err());
    assertTrue(training.err().contains("of 1,073,741,824 features are touched"), training.err());
    JsonObject manifest = manifest("out");
    assertEquals(2, manifest.get("formatVersion").getAsInt());
    int listed = manifest.get("listedRows").getAsInt();
    assertTrue(listed > 1_000 && listed < 39 * 2_000, () -> listed + " rows");

    ByteBuffer file =
        ByteBuffer.wrap(bytes("out/model/parameters.safetensors")).order(ByteOrder.LITTLE_ENDIAN);
    int header = (int) file.getLong();
    assertEquals(Long.BYTES + header + 12L * listed + Double.BYTES, file.capacity());
    int before = -1;
    for (int i = 0; i < listed; i++) {
      int id = file.getInt(Long.BYTES + header + Integer.BYTES * i);
      assertTrue(id > before && id < FEATURES);
      before = id;
    }

    String model = folder.resolve("out/model").toString();
    int known = file.getInt(Long.BYTES + header);
    double weight = file.getDouble(Long.BYTES + header + Integer.BYTES * listed);
    double bias = file.getDouble(file.capacity() - Double.BYTES);
    Files.writeString(
        folder.resolve("rows.svm"), "1 %d:1 %d:1\n0 %d:1\n".formatted(known, FEATURES - 1, known));
    String rows = folder.resolve("rows.svm").toString();
    CommandRun evaluation = CommandRun.of("evaluate", "--model", model, "--input", rows);
    assertEquals(Adamant.OK, evaluation.code(), evaluation.err());
    double margin = weight + bias;
    double expected = (Math.log1p(Math.exp(-margin)) + Math.log1p(Math.exp(margin))) / 2;
    JsonObject measured = JsonParser.parseString(evaluation.out()).getAsJsonObject();
    assertEquals(expected, measured.get("logLoss").getAsDouble(), 1e-12);
    CommandRun inspection = CommandRun.of("inspect", model);
    assertEquals(Adamant.OK, inspection.code(), inspection.err());
    assertTrue(inspection.out().contains("of 1,073,741,824 are not zero"), inspection.out());
  }

  @ParameterizedTest
  @ValueSource(strings = {"lazy", "deferred"})
  void twoTrainingsWithTheStateBetweenThemAreOneToTheByte(String sparse) throws IOException {
    // Each epoch is one step on all rows: its number changes nothing.
    String[] common = {"optimizer.sparse=" + sparse, "batch.size=full"};
    assertEquals(Adamant.OK, train("whole", with(common, "epochs=5")).code());
    assertEquals(Adamant.OK, train("first", with(common, "epochs=2")).code());
    String path = "warm-start.path=" + folder.resolve("first");
    CommandRun second = train("second", with(common, "epochs=3", path, "warm-start.state=true"));
    assertEquals(Adamant.OK, second.code(), second.err());
    for (String file : List.of("parameters.safetensors", "optimizer-state.safetensors")) {
      assertArrayEquals(bytes("whole/model/" + file), bytes("second/model/" + file), file);
    }
  }

  @Test
  void listedRowsThatCannotBeAreRefusedInOneLine() throws IOException {
    assertEquals(Adamant.OK, train("out").code());
    Path file = folder.resolve("out/model/parameters.safetensors");
    byte[] good = Files.readAllBytes(file);
    int header = (int) ByteBuffer.wrap(good).order(ByteOrder.LITTLE_ENDIAN).getLong();
    ByteBuffer bad = ByteBuffer.wrap(good.clone()).order(ByteOrder.LITTLE_ENDIAN);
    bad.putInt(Long.BYTES + header, Integer.MAX_VALUE);
    Files.write(file, bad.array());
    String model = folder.resolve("out/model").toString();
    CommandRun inspection = CommandRun.of("inspect", model);
    assertEquals(Adamant.MISTAKE, inspection.code());
    assertEquals(1, inspection.err().lines().count());
    assertTrue(
        inspection.err().contains("weight.rows: listed rows must ascend from 0"), inspection.err());

    Files.write(file, good);
    Path manifest = folder.resolve("out/model/manifest.json");
    String json = Files.readString(manifest);
    Files.writeString(manifest, json.replaceFirst("\"listedRows\": \\d+", "\"listedRows\": 7"));
    inspection = CommandRun.of("inspect", model);
    assertEquals(Adamant.MISTAKE, inspection.code());
    assertTrue(inspection.err().contains("the manifest says"), inspection.err());
    Files.writeString(manifest, json.replaceFirst("\"listedRows\": \\d+", "\"listedRows\": -7"));
    inspection = CommandRun.of("inspect", model);
    assertTrue(inspection.err().contains("listedRows must be from 0"), inspection.err());
  }
}
