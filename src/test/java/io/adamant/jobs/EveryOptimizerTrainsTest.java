package io.adamant.jobs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonParser;
import io.adamant.optimizer.Optimizer;
import io.adamant.testing.CommandRun;
import io.adamant.testing.LibsvmRows;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** By its name alone, each optimizer trains a model that knows more than nothing. */
class EveryOptimizerTrainsTest {
  @TempDir private static Path folder;

  static Stream<String> names() {
    return OptimizerCatalog.names().stream();
  }

  @BeforeAll
  static void writeRows() throws IOException {
    Files.write(folder.resolve("rows.svm"), LibsvmRows.draw(400, 20, 3));
  }

  @ParameterizedTest
  @MethodSource("names")
  void theNameIsAllThatItTakes(String name) throws IOException {
    Path output = folder.resolve(name);
    CommandRun run =
        CommandRun.of(
            "train",
            "--set",
            "optimizer.type=" + name,
            "--set",
            "input.path=" + folder.resolve("rows.svm"),
            "--set",
            "validation.path=" + folder.resolve("rows.svm"),
            "--set",
            "batch.size=100",
            "--set",
            "epochs=3",
            "--set",
            "output=" + output);
    assertEquals(Adamant.OK, run.code(), run.err());
    List<String> lines = Files.readAllLines(output.resolve("metrics.jsonl"));
    double loss =
        JsonParser.parseString(lines.get(lines.size() - 1))
            .getAsJsonObject()
            .getAsJsonObject("validation")
            .get("logLoss")
            .getAsDouble();
    assertTrue(loss < Math.log(2), "log loss " + loss);
    Optimizer defaults =
        OptimizerCatalog.ENTRIES.stream()
            .filter(entry -> entry.name().equals(name))
            .findFirst()
            .orElseThrow()
            .defaults();
    assertTrue(
        CommandRun.of("inspect", output.toString())
            .outLines()
            .contains("optimizer    " + OptimizerText.of(defaults.toString())));
  }
}
