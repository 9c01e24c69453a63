package io.adamant.jobs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.adamant.testing.CommandRun;
import io.adamant.testing.SavedWeights;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A loss that stops being finite ends the training, but not what was good before. */
class DivergenceTest {
  @TempDir private Path folder;

  @BeforeEach
  void writeRows() throws IOException {
    // One feature and every row alike, so that each step sees the same: the first one moves the
    // weight to about 1e299, and the margins of the second, 1e299 times 1e10, overflow.
    Files.writeString(folder.resolve("rows.svm"), "1 1:1e10\n0 1:1e10 2:1\n1 1:1e10\n".repeat(100));
  }

  private CommandRun train(String... more) {
    String[] arguments = {
      "train",
      "--set",
      "input.path=" + folder.resolve("rows.svm"),
      "--set",
      "output=" + folder.resolve("out"),
      "--set",
      "optimizer.type=sgd",
      "--set",
      "batch.size=100",
      "--set",
      "epochs=3"
    };
    String[] all = Arrays.copyOf(arguments, arguments.length + more.length);
    System.arraycopy(more, 0, all, arguments.length, more.length);
    return CommandRun.of(all);
  }

  @Test
  void theModelOfTheLastGoodStepIsKept() throws IOException {
    CommandRun run = train("--set", "optimizer.learning-rate=1e290", "--set", "save-state=true");
    assertEquals(Adamant.MISTAKE, run.code(), run.err());
    String line = run.lastErrLine();
    assertTrue(line.startsWith("adamant: step 2: the loss is "), line);
    for (String part :
        List.of(
            ", first in cell ",
            " of lane ",
            "; the largest gradient is ",
            "lower optimizer.learning-rate or set clip.norm",
            "; the model of step 1 is kept in " + folder.resolve("out/model"))) {
      assertTrue(line.contains(part), line);
    }
    assertFalse(run.err().contains("\tat "), run.err());
    double[] table = SavedWeights.read(folder.resolve("out/model")).table();
    assertTrue(Arrays.stream(table).allMatch(Double::isFinite), Arrays.toString(table));
    assertTrue(Math.abs(table[0]) > 1e298, Arrays.toString(table));
    String manifest = Files.readString(folder.resolve("out/model/manifest.json"));
    JsonObject json = JsonParser.parseString(manifest).getAsJsonObject();
    assertEquals(1, json.get("step").getAsInt());
    assertEquals(1, json.getAsJsonObject("optimizerState").get("step").getAsInt());
    assertEquals(1, Files.readAllLines(folder.resolve("out/metrics.jsonl")).size());
  }

  @Test
  void aModelThatStoodThereBeforeStaysWhereThereIsNoGoodStep() throws IOException {
    CommandRun good = train("--set", "optimizer.learning-rate=1e-20");
    assertEquals(Adamant.OK, good.code(), good.err());
    byte[] model = Files.readAllBytes(folder.resolve("out/model/parameters.safetensors"));
    Files.writeString(folder.resolve("rows.svm"), "0 2:1\n" + "1 1:1.7e308\n".repeat(4));
    CommandRun run = train("--set", "overwrite=true");
    assertEquals(Adamant.MISTAKE, run.code(), run.err());
    assertTrue(run.lastErrLine().endsWith("there is no good model to keep"), run.err());
    assertTrue(
        Arrays.equals(
            model, Files.readAllBytes(folder.resolve("out/model/parameters.safetensors"))));
    assertFalse(Files.exists(folder.resolve("out/metrics.jsonl")));
  }
}
