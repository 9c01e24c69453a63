package io.adamant.engine;

import io.adamant.model.LogisticRegression;
import io.adamant.optimizer.ParameterUpdate;
import io.adamant.optimizer.Parameters;
import io.adamant.optimizer.SparseUpdates;
import io.adamant.optimizer.UpdateSettings;
import io.adamant.optimizer.rule.Adam;
import io.adamant.storage.InvalidModelException;
import io.adamant.storage.ModelManifest;
import io.adamant.testing.Fuzzing;
import io.adamant.testing.Mutation;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AddLifecycleHook;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import org.apache.hadoop.conf.Configuration;

/** The manifest of a model beside a file of parameters that it speaks of, or no longer does. */
class ModelFolderFuzzTest {
  private static final int FEATURES = 20;

  /** A table of listed rows begins with the places of all rows, 64 MiB at most. */
  private static final Fuzzing.Limits LIMITS =
      new Fuzzing.Limits(List.of(InvalidModelException.class), 70L << 20, 400);

  private static final UpdateSettings ADAM = UpdateSettings.of(new Adam(0.1), SparseUpdates.DENSE);

  private static Path directory = Path.of("");
  private static Path manifestFile = Path.of("");

  @BeforeContainer
  static void writeAModel() throws IOException {
    directory = Files.createTempDirectory("model-folder-fuzzing");
    Parameters parameters =
        new Parameters(Trainer.layout(new LogisticRegression(true), FEATURES), 64);
    try (ModelWriting writing = folder().beginWriting()) {
      writing.writeState(new ParameterUpdate(ADAM).initialState(parameters), parameters);
      writing.writeParameters(parameters);
      writing.finish(
          checksums ->
              new ModelManifest(
                  "logistic", true, FEATURES, 1, -1, 1, 7, 99, "Adam", Map.of(), 3, checksums));
    }
    manifestFile = directory.resolve("model").resolve(ModelManifest.FILE_NAME);
  }

  private static ModelFolder folder() throws IOException {
    Path model = directory.resolve("model");
    return new ModelFolder(new org.apache.hadoop.fs.Path(model.toString()), new Configuration());
  }

  @AfterContainer
  static void deleteIt() throws IOException {
    try (var files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  @Provide
  Arbitrary<byte[]> manifests() throws IOException {
    String json = Files.readString(manifestFile);
    List<byte[]> valid = new ArrayList<>();
    for (String text :
        List.of(
            json,
            json.replace("\"logistic\"", "\"factorization-machine\"")
                .replace("\"features\"", "\"settings\":{\"factors\":3},\"features\""),
            json.replace("\"logistic\"", "\"softmax\"")
                .replaceFirst("\"negativeLabel\"[^\\n]*\\n[^\\n]*\\n", "\"classes\":[1,2,\"a\"],"),
            json.replace("\"formatVersion\": 1", "\"formatVersion\": 2,\"listedRows\": 3"))) {
      valid.add(text.getBytes(StandardCharsets.UTF_8));
    }
    return Mutation.files(
        valid,
        List.of(
            "{",
            "}",
            "[",
            "]",
            ",",
            ":",
            "\"",
            "null",
            "true",
            "{}",
            "[]",
            "\"\"",
            "\"features\":",
            "\"factors\":",
            "\"listedRows\":",
            "\"classes\":",
            "\"logistic\"",
            "\"huber\"",
            "\"settings\":{",
            "\"average\":{\"kind\":\"ema\",\"decay\":0.5,\"firstStep\":1,",
            "\"plateau\":{}",
            "\\u0000",
            "//",
            "'"));
  }

  @Property(tries = Fuzzing.TRIES, edgeCases = EdgeCasesMode.NONE)
  @AddLifecycleHook(Fuzzing.class)
  void anyManifestIsReadOrRefused(@ForAll("manifests") byte[] manifest) throws IOException {
    Files.write(manifestFile, manifest);
    Fuzzing.tryOut(
        manifest,
        LIMITS,
        bytes -> {
          ModelFolder folder = folder();
          SavedModel saved = folder.read();
          // What can be read can be written, scored with, and trained on.
          ModelManifest again = ModelManifest.parse(saved.manifest().toJson());
          if (!again.toJson().equals(saved.manifest().toJson())) {
            throw new AssertionError("written otherwise: " + again.toJson());
          }
          int unused = saved.labels().classes() + saved.model().columns();
          if (saved.manifest().optimizerState() != null) {
            TrainingStart unusedStart = folder.readState(saved, ADAM);
          }
        });
  }
}
