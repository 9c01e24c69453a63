package io.adamant.optimizer;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonElement;
import com.google.gson.JsonParser;
import io.adamant.linalg.TensorShape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every step of recorded runs of other libraries and of transcribed papers, reproduced. */
class GoldenTrajectoryTest {
  static final Path FOLDER =
      Path.of(System.getProperty("golden.dir", "src/test/resources/reference"));

  static List<GoldenCase> cases() throws IOException {
    String manifest = Files.readString(FOLDER.resolve("manifest.json"));
    List<GoldenCase> cases = new ArrayList<>();
    JsonElement json = JsonParser.parseString(manifest).getAsJsonObject().get("cases");
    json.getAsJsonArray().forEach(element -> cases.add(new GoldenCase(element.getAsJsonObject())));
    return cases;
  }

  private static Stream<GoldenCase> coveredCases() throws IOException {
    return cases().stream().filter(golden -> golden.whyNotCovered().isEmpty());
  }

  @Test
  void theFilesAreThoseOfTheManifestAndTheUncoveredAreNamed()
      throws IOException, GeneralSecurityException {
    List<String> uncovered = new ArrayList<>();
    for (GoldenCase golden : cases()) {
      byte[] file = Files.readAllBytes(FOLDER.resolve(golden.file()));
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(file);
      assertTrue(HexFormat.of().formatHex(digest).startsWith(golden.sha256()), golden.file());
      Optional<String> reason = golden.whyNotCovered();
      reason.ifPresent(why -> uncovered.add(golden + ": " + why));
    }
    int all = cases().size();
    System.out.printf("covered %d of %d cases%n", all - uncovered.size(), all);
    uncovered.forEach(golden -> System.out.println("  not covered: " + golden));
    assertTrue(all > uncovered.size());
  }

  static Stream<GoldenCase> casesOfTensors() throws IOException {
    return coveredCases()
        .filter(golden -> !golden.isNegativeControl())
        .filter(golden -> GoldenRecipe.of(golden).sparse() == SparseUpdates.DENSE);
  }

  @ParameterizedTest(allowZeroInvocations = true)
  @MethodSource("casesOfTensors")
  void asDenseTensorsTheTrajectoryIsTheRecordedOne(GoldenCase golden) throws IOException {
    runAsTensors(golden).assertFollows(runAsTensors(golden));
  }

  private static GoldenRun runAsTensors(GoldenCase golden) throws IOException {
    GoldenFile expected = new GoldenFile(FOLDER.resolve(golden.file()));
    ParameterLayout layout = new ParameterLayout("table", 0, 1, expected.shapes);
    return new GoldenRun(FOLDER, golden, expected, layout);
  }

  /** A table is one part: of one group, and with sums of its own. */
  static Stream<GoldenCase> casesOfOnePart() throws IOException {
    return casesOfTensors()
        .filter(golden -> GoldenRecipe.of(golden).groups().isEmpty())
        .filter(golden -> GoldenRecipe.of(golden).optimizer().passes() == 1);
  }

  @ParameterizedTest(allowZeroInvocations = true)
  @MethodSource("casesOfOnePart")
  void asRowsOfATableTheTrajectoryIsTheRecordedOne(GoldenCase golden) throws IOException {
    GoldenFile expected = new GoldenFile(FOLDER.resolve(golden.file()));
    int size = expected.shapes.stream().mapToInt(TensorShape::size).sum();
    for (int columns = 1; columns <= 2 && size % columns == 0; columns++) {
      ParameterLayout layout = new ParameterLayout("table", size / columns, columns, List.of());
      new GoldenRun(FOLDER, golden, expected, layout)
          .assertFollows(new GoldenRun(FOLDER, golden, expected, layout));
    }
  }

  static Stream<GoldenCase> casesOfSparseRows() throws IOException {
    return coveredCases().filter(golden -> GoldenRecipe.of(golden).sparse() == SparseUpdates.LAZY);
  }

  @ParameterizedTest(allowZeroInvocations = true)
  @MethodSource("casesOfSparseRows")
  void lazyStepsOfTableRowsAreTheRecordedOnes(GoldenCase golden) throws IOException {
    GoldenFile expected = new GoldenFile(FOLDER.resolve(golden.file()));
    TensorShape shape = expected.shapes.get(0);
    int rows = shape.dimensions().get(0);
    ParameterLayout layout = new ParameterLayout("table", rows, shape.size() / rows, List.of());
    new GoldenRun(FOLDER, golden, expected, layout)
        .assertFollows(new GoldenRun(FOLDER, golden, expected, layout));
  }

  static Stream<GoldenCase> negativeControls() throws IOException {
    return coveredCases().filter(GoldenCase::isNegativeControl);
  }

  /** PyTorch 1.13 multiplied NAdam's μ in twice: a comparison that lets it pass proves nothing. */
  @ParameterizedTest(allowZeroInvocations = true)
  @MethodSource("negativeControls")
  void aKnownMistakeOfALibraryIsNotReproduced(GoldenCase golden) throws IOException {
    GoldenRun run = runAsTensors(golden);
    GoldenRun other = runAsTensors(golden);
    assertThrows(AssertionError.class, () -> run.assertFollows(other));
  }
}
