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
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code batch.local-steps} on the command line: 400 rows in batches of 50, epochs of 8 steps. */
class LocalStepsJobTest {
  private static final String PARAMETERS = "model/parameters.safetensors";

  @TempDir private static Path folder;

  @BeforeAll
  static void writeRows() throws IOException {
    Files.write(folder.resolve("rows.svm"), LibsvmRows.draw(400, 20, 3));
  }

  private static CommandRun train(String output, String... settings) {
    List<String> arguments = new ArrayList<>(List.of("train"));
    List<String> all =
        new ArrayList<>(
            List.of(
                "input.path=" + folder.resolve("rows.svm"),
                "output=" + folder.resolve(output),
                "batch.size=50",
                "batch.lanes=4",
                "shards=2",
                "optimizer.learning-rate=0.05"));
    all.addAll(List.of(settings));
    all.forEach(setting -> arguments.addAll(List.of("--set", setting)));
    CommandRun run = CommandRun.of(arguments.toArray(String[]::new));
    assertEquals(Adamant.OK, run.code(), run.err());
    return run;
  }

  private static byte[] bytes(String output, String file) throws IOException {
    byte[] bytes = Files.readAllBytes(folder.resolve(output).resolve(file));
    assertFalse(bytes.length == 0);
    return bytes;
  }

  @Test
  void oneLocalStepIsTheSynchronousStep() throws IOException {
    CommandRun unused = train("usual");
    CommandRun unusedToo = train("one", "batch.local-steps=1");
    for (String file : List.of(PARAMETERS, "model/manifest.json")) {
      assertArrayEquals(bytes("usual", file), bytes("one", file), file);
    }
  }

  @Test
  void aLineOfTheMetricsIsARound() throws IOException {
    CommandRun run = train("rounds", "batch.local-steps=3", "epochs=2");
    assertTrue(run.err().contains("sparse updates lazy (by default)"), run.err());
    assertTrue(run.err().contains("local steps  3 in each of 2 shards, averaged"), run.err());
    List<String> heard = new ArrayList<>();
    for (String text : Files.readAllLines(folder.resolve("rounds/metrics.jsonl"))) {
      JsonObject line = JsonParser.parseString(text).getAsJsonObject();
      heard.add("%s in %s".formatted(line.get("step"), line.get("batches")));
      assertEquals(0.05, line.get("learningRate").getAsDouble());
      assertTrue(line.get("gradientNorm").getAsDouble() > 0);
    }
    assertEquals(List.of("3 in 3", "6 in 3", "8 in 2", "11 in 3", "14 in 3", "16 in 2"), heard);
    String manifest = Files.readString(folder.resolve("rounds/model/manifest.json"));
    assertTrue(manifest.contains("3 in each of 2 shards, averaged"), manifest);
  }

  @Test
  void clippingIsThatOfTheShards() {
    CommandRun run = train("clipped", "batch.local-steps=4", "clip.norm=0.0001");
    assertTrue(run.out().contains("clipped      2 of 2 rounds"), run.out());
  }

  @Test
  void anOuterOptimizerIsNamed() throws IOException {
    CommandRun run =
        train(
            "nesterov",
            "batch.local-steps=4",
            "outer.type=nesterov",
            "outer.learning-rate=1",
            "outer.momentum=0.3");
    assertTrue(run.err().contains("4 in each of 2 shards, outer sgd"), run.err());
    CommandRun averaged = train("averaged", "batch.local-steps=4");
    assertFalse(averaged.err().contains("outer"), averaged.err());
    assertFalse(Arrays.equals(bytes("nesterov", PARAMETERS), bytes("averaged", PARAMETERS)));
  }
}
