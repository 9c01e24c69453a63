package io.adamant.jobs;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.adamant.benchmark.Comparison;
import io.adamant.benchmark.Comparisons;
import io.adamant.benchmark.Sizes;
import io.adamant.testing.CommandRun;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The command on sizes that take seconds. What is asked of the values themselves is its own bars.
 */
class BenchmarkCommandTest {
  private static final String[] SMALL = {
    "--rows", "3000", "--features", "2000", "--batch", "512", "--steps", "4", "--rounds", "1"
  };

  /** The table: the limit of each comparison, negative where it is one from above. */
  private static final Map<String, Double> BARS =
      Map.of(
          "time-to-log-loss", 10.0,
          "gradient-descent-step", 15.0,
          "factorization-machine", 100.0,
          "cached-bytes", -1.0 / 3,
          "empty-job", -1.5,
          "wire-bytes", -3.0,
          "deferred-epoch", -1.3,
          "many-features", -1.3,
          "local-steps", 3.0);

  /** Starts a cluster from the job jar: {@link LauncherIT} has it. */
  private static final String ON_CLUSTER = "local-steps";

  private static CommandRun all = new CommandRun(-1, "", "");
  private static List<JsonObject> lines = List.of();

  @BeforeAll
  static void run() {
    all = run("--json", "--only", String.join(",", namesInProcess()));
    assertEquals(Adamant.OK, all.code(), all.err());
    lines = objects(JsonParser.parseString(all.out()));
  }

  private static List<String> namesInProcess() {
    return Comparisons.names().stream().filter(name -> !name.equals(ON_CLUSTER)).toList();
  }

  private static CommandRun run(String... more) {
    List<String> words = new ArrayList<>(List.of("benchmark"));
    words.addAll(List.of(SMALL));
    words.addAll(List.of(more));
    return CommandRun.of(words.toArray(String[]::new));
  }

  private static List<JsonObject> objects(JsonElement list) {
    return list.getAsJsonArray().asList().stream().map(JsonElement::getAsJsonObject).toList();
  }

  @Test
  void jsonHoldsOneLineForEachComparisonAndNothingElseIsPrinted() {
    assertEquals(
        namesInProcess(), lines.stream().map(line -> line.get("name").getAsString()).toList());
    assertEquals(BARS.keySet(), java.util.Set.copyOf(Comparisons.names()));
    for (Comparison comparison : Comparisons.ALL) {
      double bar = BARS.getOrDefault(comparison.name(), Double.NaN);
      assertEquals(Math.abs(bar), comparison.bar().limit(), comparison.name());
    }
  }

  @Test
  void everyValueIsFiniteAndComparedWithTheBarOfItsLine() {
    for (JsonObject line : lines) {
      double bar = BARS.getOrDefault(line.get("name").getAsString(), Double.NaN);
      double value = line.get("value").getAsDouble();
      assertEquals(Math.abs(bar), line.get("bar").getAsDouble());
      assertEquals(bar > 0 ? "at least" : "at most", line.get("direction").getAsString());
      assertEquals(
          bar > 0 ? value >= bar : value <= -bar, line.get("met").getAsBoolean(), line.toString());
      assertTrue(Double.isFinite(value) && value >= 0, line.toString());
    }
  }

  @Test
  void ratiosAreThoseOfTheMediansOfTheFirstTwoFigures() {
    for (JsonObject line : lines) {
      List<JsonObject> figures = objects(line.getAsJsonArray("figures"));
      String name = line.get("name").getAsString();
      // The wire's value is a median of ratios, and one side alone is told where nothing is
      // reached.
      if (!name.equals("wire-bytes") && line.get("value").getAsDouble() != 0) {
        double first = figures.get(0).get("median").getAsDouble();
        double second = figures.get(1).get("median").getAsDouble();
        assertEquals(first / second, line.get("value").getAsDouble(), 1e-9, name);
      }
    }
  }

  @Test
  void everyLineSaysWhatItWasMeasuredOnAndWith() {
    for (JsonObject line : lines) {
      JsonObject machine = line.getAsJsonObject("machine");
      assertEquals(Runtime.getRuntime().availableProcessors(), machine.get("cores").getAsInt());
      assertTrue(machine.get("java").getAsString().contains(Runtime.version().toString()));
      assertEquals("4.1.0", machine.get("spark").getAsString());
      assertEquals("local[2]", machine.get("master").getAsString());
      assertFalse(machine.get("processor").getAsString().isEmpty());
      assertEquals(3000, line.getAsJsonObject("sizes").get("rows").getAsLong());
    }
  }

  @Test
  void progressTellsWhichComparisonRuns() {
    assertAll(
        namesInProcess().stream()
            .map(name -> () -> assertTrue(all.errLines().contains(name), all.err())));
  }

  @Test
  void withoutJsonATableHasRatioBarAndBothSides() {
    CommandRun run = run("--only", "wire-bytes,cached-bytes");
    assertEquals(Adamant.OK, run.code(), run.err());
    List<String> heads =
        run.outLines().stream()
            .filter(line -> line.matches(" *[0-9.,]+  (met   |MISSED)  .*"))
            .toList();
    assertEquals(2, heads.size(), run.out());
    assertTrue(heads.get(0).contains("at most 0.333  cached-bytes: "), run.out());
    assertTrue(heads.get(1).contains("at most 3.00  wire-bytes: "), run.out());
    assertTrue(run.out().contains("MLlib's instance blocks: "), run.out());
    assertTrue(run.out().lines().anyMatch(line -> line.contains(" of 2 bars met on ")), run.out());
  }

  static Stream<List<String>> mistakes() {
    return Stream.of(
        List.of(
            "--only: no such comparison: empty-jobs; the nearest is empty-job",
            "--only",
            "empty-jobs"),
        List.of("--rows must be from 1000 to 2147483647, got 10", "--rows", "10", "--batch", "5"),
        List.of("--features must be from 1 to 8388607, got 0", "--features", "0"),
        List.of("--steps must be from 2 to 2147483647, got 1", "--steps", "1"),
        List.of("--rounds must be from 1 to 2147483647, got 0", "--rounds", "0"));
  }

  @ParameterizedTest
  @MethodSource("mistakes")
  void mistakesAreOneLine(List<String> mistake) {
    List<String> words = new ArrayList<>(List.of("benchmark"));
    words.addAll(mistake.subList(1, mistake.size()));
    CommandRun run = CommandRun.of(words.toArray(String[]::new));
    assertEquals(Adamant.MISTAKE, run.code(), run.err());
    assertEquals(List.of("adamant: " + mistake.get(0)), run.errLines());
    assertEquals("", run.out());
  }

  @ParameterizedTest
  @CsvSource({"many-features, 8, false", "many-features, 14, true", "empty-job, 4, true"})
  void aHeapThatIsTooSmallIsRefusedBeforeAnythingIsMeasured(
      String name, long gibibytes, boolean suffices) {
    List<Comparison> comparisons =
        Comparisons.ALL.stream().filter(one -> one.name().equals(name)).toList();
    assertEquals(1, comparisons.size());
    long heap = gibibytes << 30;
    if (suffices) {
      assertDoesNotThrow(() -> BenchmarkCommand.requireMemory(comparisons, Sizes.DEFAULTS, heap));
    } else {
      UsageException refused =
          assertThrows(
              UsageException.class,
              () -> BenchmarkCommand.requireMemory(comparisons, Sizes.DEFAULTS, heap));
      assertTrue(
          String.valueOf(refused.getMessage()).contains("start with --driver-memory 13g"),
          refused.getMessage());
    }
  }

  @Test
  void helpNamesEveryComparison() {
    CommandRun help = CommandRun.of("help", "benchmark");
    assertEquals(Adamant.OK, help.code(), help.err());
    String text = help.out().replaceAll("\\s+", " ");
    assertAll(
        Comparisons.names().stream().map(name -> () -> assertTrue(text.contains(name), text)));
  }

  @Test
  void committedResultsAreOfComparisonsThatThereAre() throws Exception {
    JsonArray committed =
        JsonParser.parseString(Files.readString(Path.of("src/jmh/results/two-cores.json")))
            .getAsJsonArray();
    assertFalse(committed.isEmpty());
    for (JsonObject line : objects(committed)) {
      String name = line.get("name").getAsString();
      assertTrue(Comparisons.names().contains(name), name);
    }
  }
}
