package io.adamant.jobs;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.adamant.testing.CommandRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whatever a user can mend ends with exit code 2 and one line that says what, where and the limit.
 */
class BadInputTest {
  /** Stack traces, and lines of Spark's own log. */
  private static final Pattern NOISE =
      Pattern.compile("^\\s+at |Exception|^\\S+ \\S+ (WARN|ERROR) ", Pattern.MULTILINE);

  @TempDir private static Path folder;

  @ParameterizedTest
  @MethodSource({
    "io.adamant.jobs.DataMistakes#files",
    "io.adamant.jobs.DataMistakes#tables",
    "io.adamant.jobs.UsageMistakes#settings",
    "io.adamant.jobs.UsageMistakes#schedules",
    "io.adamant.jobs.UsageMistakes#models",
    "io.adamant.jobs.EncodingMistakes#encoders",
    "io.adamant.jobs.EncodingMistakes#inputs",
    "io.adamant.jobs.EncodingMistakes#models",
    "io.adamant.jobs.LocalStepsMistakes#values",
    "io.adamant.jobs.LocalStepsMistakes#combinations",
    "io.adamant.jobs.CompareMistakes#comparisons",
    "io.adamant.jobs.WarmStartMistakes#parameters",
    "io.adamant.jobs.WarmStartMistakes#states",
    "io.adamant.jobs.CheckpointMistakes#all"
  })
  void endsWithOneLineAndLeavesNothingBehind(Mistake mistake) throws IOException {
    List<String> before = tree();
    CommandRun run = CommandRun.of(arguments(mistake));
    assertEquals(Adamant.MISTAKE, run.code(), run.err());
    assertEquals("", run.out());
    String line = run.lastErrLine();
    assertTrue(line.startsWith("adamant: "), run.err());
    assertAll(
        mistake.parts().stream()
            .map(part -> part.replace("@", folder.toString()))
            .map(part -> () -> assertTrue(line.contains(part), () -> part + "\nin: " + run.err())));
    assertEquals(1, run.errLines().stream().filter(other -> other.startsWith("adamant: ")).count());
    assertFalse(NOISE.matcher(run.err()).find(), run.err());
    assertEquals(before, tree());
  }

  private static String[] arguments(Mistake mistake) {
    return mistake.arguments().isEmpty()
        ? new String[0]
        : mistake.arguments().replace("@", folder.toString()).split(" ", -1);
  }

  /** All files below the folder. */
  private static List<String> tree() throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.map(file -> folder.relativize(file).toString()).sorted().toList();
    }
  }

  @BeforeAll
  static void writeFiles() throws IOException {
    BadFiles.write(folder);
  }
}
