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
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** By its name alone, each optimizer trains each kind of model to know more than nothing. */
class EveryOptimizerTrainsTest {
  @TempDir private static Path folder;

  /** The settings of models that differ in their parameters. */
  private static final List<List<String>> MODELS =
      List.of(
          List.of("model.type=logistic"),
          List.of("model.type=factorization-machine"),
          List.of("model.type=field-aware-factorization-machine", "input.fields=[3,17]"));

  static Stream<Arguments> optimizersAndModels() {
    return OptimizerCatalog.names().stream()
        .flatMap(name -> MODELS.stream().map(model -> Arguments.of(name, model)));
  }

  @BeforeAll
  static void writeRows() throws IOException {
    Files.write(folder.resolve("rows.svm"), LibsvmRows.draw(400, 20, 3));
  }

  @ParameterizedTest
  @MethodSource("optimizersAndModels")
  void theNameIsAllThatItTakes(String name, List<String> model) throws IOException {
    Path output = folder.resolve(name + "-" + model.get(0));
    List<String> settings =
        new ArrayList<>(
            List.of(
                "optimizer.type=" + name,
                "input.path=" + folder.resolve("rows.svm"),
                "validation.path=" + folder.resolve("rows.svm"),
                "batch.size=100",
                "epochs=3",
                "output=" + output));
    settings.addAll(model);
    List<String> arguments = new ArrayList<>(List.of("train"));
    settings.forEach(setting -> arguments.addAll(List.of("--set", setting)));
    CommandRun run = CommandRun.of(arguments.toArray(String[]::new));
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
