package io.adamant.optimizer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonElement;
import com.google.gson.JsonParser;
import io.adamant.linalg.PagedTable;
import io.adamant.linalg.SparseRows;
import io.adamant.linalg.TensorShape;
import io.adamant.optimizer.GoldenCase.Recipe;
import io.adamant.optimizer.StepOutcome.Action;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every step of recorded runs of other libraries, reproduced. */
class GoldenTrajectoryTest {
  private static final Path FOLDER =
      Path.of(System.getProperty("golden.dir", "src/test/resources/reference"));

  /** Slots by the names that PyTorch and papers have for them. */
  private static final Map<String, String> SLOTS =
      Map.of(
          "exp_avg", "firstMoment",
          "exp_avg_sq", "secondMoment",
          "m", "firstMoment",
          "v", "secondMoment",
          "momentum_buffer", "momentumBuffer");

  static List<GoldenCase> cases() throws IOException {
    String manifest = Files.readString(FOLDER.resolve("manifest.json"));
    List<GoldenCase> cases = new ArrayList<>();
    JsonElement json = JsonParser.parseString(manifest).getAsJsonObject().get("cases");
    json.getAsJsonArray().forEach(element -> cases.add(new GoldenCase(element.getAsJsonObject())));
    return cases;
  }

  static Stream<GoldenCase> coveredCases() throws IOException {
    return cases().stream().filter(golden -> golden.recipe() != null);
  }

  @Test
  void theFilesAreThoseOfTheManifestAndTheUncoveredAreNamed()
      throws IOException, GeneralSecurityException {
    List<GoldenCase> uncovered = new ArrayList<>();
    for (GoldenCase golden : cases()) {
      byte[] file = Files.readAllBytes(FOLDER.resolve(golden.file()));
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(file);
      assertTrue(HexFormat.of().formatHex(digest).startsWith(golden.sha256()), golden.file());
      if (golden.recipe() == null) {
        uncovered.add(golden);
      }
    }
    int all = cases().size();
    System.out.printf("covered %d of %d cases%n", all - uncovered.size(), all);
    uncovered.forEach(golden -> System.out.println("  not covered: " + golden));
    assertTrue(all > uncovered.size());
  }

  @ParameterizedTest
  @MethodSource("coveredCases")
  void asDenseTensorsTheTrajectoryIsTheRecordedOne(GoldenCase golden) throws IOException {
    GoldenFile expected = new GoldenFile(FOLDER.resolve(golden.file()));
    ParameterLayout layout = new ParameterLayout("table", 0, 1, expected.shapes);
    assertFollows(golden, expected, layout);
  }

  /** A table is one tensor, and so of one group. */
  static Stream<GoldenCase> coveredCasesWithoutGroups() throws IOException {
    return coveredCases().filter(golden -> !golden.hasGroups());
  }

  @ParameterizedTest
  @MethodSource("coveredCasesWithoutGroups")
  void asRowsOfATableTheTrajectoryIsTheRecordedOne(GoldenCase golden) throws IOException {
    GoldenFile expected = new GoldenFile(FOLDER.resolve(golden.file()));
    int size = expected.shapes.stream().mapToInt(TensorShape::size).sum();
    assertFollows(golden, expected, new ParameterLayout("table", size, 1, List.of()));
    if (size % 2 == 0) {
      assertFollows(golden, expected, new ParameterLayout("table", size / 2, 2, List.of()));
    }
  }

  /** Goes all the way, with table pages of two rows, and compares wherever there is a record. */
  private static void assertFollows(GoldenCase golden, GoldenFile expected, ParameterLayout layout)
      throws IOException {
    GoldenProblem problem = GoldenProblem.read(FOLDER, golden.problem());
    Recipe recipe = golden.recipe();
    assertNotNull(recipe);
    Map<Integer, Double> rates = expected.learningRates;
    // The rule's own rate is 1, so that the recorded rate of each step is the schedule's factor.
    ParameterUpdate update =
        new ParameterUpdate(
            UpdateSettings.of(recipe.optimizer(), SparseUpdates.DENSE)
                .withGroups(recipe.groups())
                .withClipping(recipe.clipping())
                .withSchedule(step -> rates.getOrDefault((int) step, recipe.baseRate())));
    int pageValues = 2 * layout.columns();
    Parameters parameters = new Parameters(layout, pageValues);
    OptimizerState state = update.initialState(layout, pageValues);
    double[] start = problem.start();
    FlatParameters.set(parameters, start);
    double[] largest = Arrays.stream(start).map(Math::abs).toArray();
    for (int step = 1; step <= expected.parameters.lastKey(); step++) {
      double[] values = FlatParameters.of(parameters);
      double[] gradient = problem.gradient(step, values);
      double[] recorded = expected.gradients.get(step);
      if (recorded != null && recipe.ulps() == 0) {
        assertArrayEquals(recorded, gradient, "gradient of step " + step);
      }
      Gradient sparse = gradient(layout, gradient);
      update.apply(parameters, sparse, sparse.globalNorm(), Action.STEPPED, state);
      compare(golden, expected, step, parameters, state, recipe.ulps(), largest);
    }
  }

  private static void compare(
      GoldenCase golden,
      GoldenFile expected,
      int step,
      Parameters parameters,
      OptimizerState state,
      double ulps,
      double[] largest) {
    double[] values = FlatParameters.of(parameters);
    for (int i = 0; i < values.length; i++) {
      largest[i] = Math.max(largest[i], Math.abs(values[i]));
    }
    double[] recorded = expected.parameters.get(step);
    if (recorded != null) {
      assertNear(recorded, values, largest, ulps, golden + ", parameters after step " + step);
    }
    if (ulps > 0) {
      // The tolerance is for parameters: in a closed loop, moments follow gradients far larger.
      return;
    }
    Map<String, double[]> slots = expected.states.getOrDefault(step, Map.of());
    slots.forEach(
        (name, states) -> {
          List<PagedTable> slot = state.slots().get(SLOTS.get(name));
          assertNotNull(slot, () -> "no slot for " + name);
          double[] actual = FlatParameters.of(slot);
          assertNear(states, actual, states, ulps, golden + ", " + name + " after step " + step);
        });
  }

  private static void assertNear(
      double[] expected, double[] actual, double[] scale, double ulps, String what) {
    assertEquals(expected.length, actual.length, what);
    for (int i = 0; i < expected.length; i++) {
      // Equality of numbers, for which 0.0 and -0.0 are the same.
      boolean equal =
          expected[i] == actual[i] || (Double.isNaN(expected[i]) && Double.isNaN(actual[i]));
      if (!equal) {
        double unit = Math.ulp(Math.max(Math.abs(scale[i]), Math.abs(expected[i])));
        assertEquals(expected[i], actual[i], ulps * unit, what + ", coordinate " + i);
      }
    }
  }

  /** A table's gradient holds only the rows that have one. */
  private static Gradient gradient(ParameterLayout layout, double[] flat) {
    int columns = layout.columns();
    int tableSize = Math.toIntExact(layout.rows() * columns);
    int[] ids =
        IntStream.range(0, (int) layout.rows())
            .filter(
                row ->
                    IntStream.range(row * columns, (row + 1) * columns).anyMatch(i -> flat[i] != 0))
            .toArray();
    double[] values =
        IntStream.of(ids)
            .flatMap(row -> IntStream.range(row * columns, (row + 1) * columns))
            .mapToDouble(i -> flat[i])
            .toArray();
    double[][] tensors = new double[layout.tensors().size()][];
    int at = tableSize;
    for (int i = 0; i < tensors.length; i++) {
      int size = layout.tensors().get(i).size();
      tensors[i] = Arrays.copyOfRange(flat, at, at + size);
      at += size;
    }
    return new Gradient(new SparseRows(columns, ids, values), tensors);
  }
}
