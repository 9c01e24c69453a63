package io.adamant.jobs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.adamant.report.ReportData;
import io.adamant.report.ReportPage;
import io.adamant.report.Run;
import io.adamant.testing.ChildProcess;
import io.adamant.testing.CommandRun;
import io.adamant.testing.LibsvmRows;
import io.adamant.testing.LongRuns;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Reports in a real Chromium, and event files in TensorBoard's own reader. Screenshots are left in
 * {@code target/browser/screenshots}. Skipped where browser, Node or Python are missing, unless
 * {@code ADAMANT_REQUIRE_TOOLS} says that they must be there, as continuous integration does.
 */
class ReportBrowserIT {
  private static final String REQUIRED = "ADAMANT_REQUIRE_TOOLS";
  private static final List<String> BROWSERS =
      List.of("chromium", "chromium-browser", "google-chrome", "google-chrome-stable");
  private static final Path WORK = Path.of("target", "browser").toAbsolutePath();
  private static final Path SOURCES = Path.of("src", "test", "browser");

  @BeforeAll
  static void prepare() throws IOException {
    Files.createDirectories(WORK.resolve("screenshots"));
    Files.write(WORK.resolve("rows.svm"), LibsvmRows.draw(6_000, 60, 5));
    Files.writeString(
        WORK.resolve("compare.conf"),
        """
        input.path = rows.svm
        epochs = 4
        batch.size = 128
        validation { fraction = 0.2, every = 10 }
        schedule.type = cosine
        output = comparison
        overwrite = true
        metrics.tensorboard = true
        compare.runs = [
          { name = adam, optimizer { type = adam, learning-rate = 0.1 } }
          { name = clipped, optimizer { type = sgd, learning-rate = 1 }, clip.norm = 0.08 }
          { name = wild, optimizer { type = sgd, learning-rate = 1e308 } }
        ]
        """
            .replace("rows.svm", WORK.resolve("rows.svm").toString())
            .replace("output = comparison", "output = " + WORK.resolve("comparison")));
    CommandRun run = CommandRun.of("compare", WORK.resolve("compare.conf").toString());
    assertEquals(Adamant.OK, run.code(), run.err());
  }

  private static boolean isThere(String program) {
    return Stream.of(String.valueOf(System.getenv("PATH")).split(File.pathSeparator))
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
  }

  /** Skips a test without some programs, or fails it where they must be there. */
  private static void require(String... programs) {
    for (String program : programs) {
      boolean there = isThere(program);
      if (System.getenv(REQUIRED) != null) {
        assertTrue(there, () -> "%s is set, and there is no %s".formatted(REQUIRED, program));
      }
      assumeTrue(there, () -> "skipped: there is no " + program);
    }
  }

  private static String browser() {
    String found =
        BROWSERS.stream().filter(ReportBrowserIT::isThere).findFirst().orElse("chromium");
    require(found, "node", "npm");
    return found;
  }

  private static CommandRun call(Map<String, String> environment, String... command)
      throws IOException, InterruptedException {
    try (ChildProcess process = ChildProcess.start(List.of(command), environment, WORK)) {
      CommandRun run = process.awaitEnd();
      assertEquals(0, run.code(), () -> run.out() + run.err());
      return run;
    }
  }

  /** Runs one of the files of tests in Node, with the packages of its lock. */
  private static void inBrowser(String tests, Map<String, String> environment)
      throws IOException, InterruptedException {
    String browser = browser();
    for (String file : List.of(tests, "package.json", "package-lock.json", ".npmrc")) {
      Files.copy(SOURCES.resolve(file), WORK.resolve(file), StandardCopyOption.REPLACE_EXISTING);
    }
    Path installed = WORK.resolve("node_modules").resolve(".package-lock.json");
    Path lock = SOURCES.resolve("package-lock.json");
    if (!Files.exists(installed)
        || Files.getLastModifiedTime(installed).compareTo(Files.getLastModifiedTime(lock)) < 0) {
      call(Map.of(), "npm", "ci", "--no-progress");
    }
    Map<String, String> all = new HashMap<>(environment);
    all.put("ADAMANT_BROWSER", program(browser));
    all.put("ADAMANT_SCREENSHOTS", WORK.resolve("screenshots").toString());
    CommandRun run = call(all, "node", "--test", tests);
    run.out().lines().filter(line -> line.contains(" bytes, drawn ")).forEach(System.out::println);
  }

  private static String program(String name) {
    return Stream.of(String.valueOf(System.getenv("PATH")).split(File.pathSeparator))
        .map(folder -> Path.of(folder, name))
        .filter(Files::isExecutable)
        .findFirst()
        .orElseThrow()
        .toString();
  }

  @Test
  void theReportOfAComparisonWorksInABrowser() throws IOException, InterruptedException {
    List<Run> runs = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      runs.add(LongRuns.of("run " + i, 100_000, i));
    }
    Path large = WORK.resolve("large.html");
    Files.writeString(large, ReportPage.html("Ten", ReportData.of(runs, Double.NaN)));
    inBrowser(
        "report.test.mjs",
        Map.of(
            "ADAMANT_COMPARISON", WORK.resolve("comparison").toString(),
            "ADAMANT_LARGE", large.toString(),
            "ADAMANT_PAGE",
                Path.of("src/main/resources/io/adamant/report").toAbsolutePath().toString()));
  }

  @Test
  void theLivePageGainsPointsWhileTheTrainingRuns() throws IOException, InterruptedException {
    browser();
    List<String> command =
        List.of(
            "bash",
            Path.of("jobs", "adamant").toAbsolutePath().toString(),
            "--conf",
            "spark.ui.enabled=false",
            "train",
            "--live",
            "0",
            "--set",
            "input.path=rows.svm",
            "--set",
            "output=live",
            "--set",
            "overwrite=true",
            "--set",
            "batch.size=64",
            "--set",
            "epochs=10000",
            "--set",
            "validation.fraction=0.2",
            "--set",
            "validation.every=50");
    Map<String, String> environment = Map.of("SPARK_HOME", "", "SPARK_LOCAL_IP", "127.0.0.1");
    try (ChildProcess training = ChildProcess.start(command, environment, WORK)) {
      String address = training.awaitErrLine(Pattern.compile("live report +(http://\\S+)"));
      inBrowser("live.test.mjs", Map.of("ADAMANT_LIVE", address));
    }
  }

  @Test
  void tensorBoardReadsWhatMetricsJsonlSays() throws IOException, InterruptedException {
    require("python3");
    CommandRun run =
        call(
            Map.of(),
            "bash",
            Path.of("src", "test", "tensorboard", "run").toAbsolutePath().toString(),
            Path.of("target", "tensorboard-environment").toAbsolutePath().toString(),
            WORK.resolve("comparison").resolve("clipped").toString());
    assertTrue(run.out().contains(" values of "), run.out());
  }
}
