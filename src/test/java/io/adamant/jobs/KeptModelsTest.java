package io.adamant.jobs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.adamant.testing.CommandRun;
import io.adamant.testing.TextFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Models of released versions, as they were written then, and what that version predicted with
 * them. They are never written anew; a version that changes the files adds some of its own.
 */
class KeptModelsTest {
  private static final Path MODELS = Path.of("src", "test", "resources", "models");

  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"logistic-0.1.0", "softmax-0.1.0", "factorization-machine-0.1.0"})
  void aKeptModelPredictsWhatItDid(String name) throws IOException {
    Path model = MODELS.resolve(name);
    Path output = folder.resolve("predictions");
    CommandRun run =
        CommandRun.of(
            "predict",
            "--model",
            model.toString(),
            "--input",
            MODELS.resolve("rows.svm").toString(),
            "--output",
            output.toString());
    assertEquals(Adamant.OK, run.code(), run.err());
    List<String> recorded = Files.readAllLines(MODELS.resolve(name + ".predictions"));
    assertEquals(12, recorded.size());
    assertEquals(recorded, TextFolder.lines(output));
    CommandRun inspected = CommandRun.of("inspect", model.toString());
    assertEquals(Adamant.OK, inspected.code(), inspected.err());
    assertTrue(inspected.out().contains("optimizer-state.safetensors, CRC-32C"), inspected::out);
  }
}
