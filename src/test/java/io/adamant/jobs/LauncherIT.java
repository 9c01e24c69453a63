package io.adamant.jobs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.adamant.testing.ChildProcess;
import io.adamant.testing.CommandRun;
import io.adamant.testing.LibsvmRows;
import io.adamant.testing.MavenSpark;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The script {@code jobs/adamant}, as a shell runs it. */
class LauncherIT {
  private static final Path SCRIPT = Path.of("jobs", "adamant").toAbsolutePath();

  /** Said by the JVM itself, which Spark asks for vector instructions. */
  private static final String JVM_WARNING =
      "WARNING: Using incubator modules: jdk.incubator.vector\n";

  @TempDir private Path folder;

  private CommandRun launch(String sparkHome, String... arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("bash", SCRIPT.toString()));
    command.addAll(List.of(arguments));
    Map<String, String> environment =
        Map.of("SPARK_HOME", sparkHome, "SPARK_LOCAL_IP", "127.0.0.1");
    try (ChildProcess process = ChildProcess.start(command, environment, folder)) {
      CommandRun run = process.awaitEnd();
      return new CommandRun(run.code(), run.out(), run.err().replace(JVM_WARNING, ""));
    }
  }

  @Test
  void trainsAndEvaluatesFromAnyFolderWithTheBuildsOwnSpark()
      throws IOException, InterruptedException {
    Files.write(folder.resolve("rows.svm"), LibsvmRows.draw(300, 30, 3));
    Files.writeString(
        folder.resolve("job.conf"), "input.path = rows.svm\noutput = \"out put\"\nepochs = 2\n");
    CommandRun training =
        launch(
            "",
            "--master",
            "local[2]",
            "--driver-memory=600m",
            "--conf",
            "spark.ui.enabled=false",
            "train",
            "job.conf",
            "--set",
            "batch.size=64");
    assertEquals(Adamant.OK, training.code(), training.err());
    assertTrue(training.out().contains("out put/model"), training.out());

    CommandRun evaluation = launch("", "evaluate", "--model", "out put", "--input", "rows.svm");
    assertEquals(Adamant.OK, evaluation.code(), evaluation.err());
    assertEquals(1, evaluation.outLines().size(), evaluation.out());
    JsonObject json = JsonParser.parseString(evaluation.out()).getAsJsonObject();
    assertEquals(300, json.get("rows").getAsInt());
    assertEquals("", evaluation.err());
  }

  @Test
  void theBenchmarkStartsAClusterOfItsOwn() throws IOException, InterruptedException {
    CommandRun run =
        launch(
            "",
            "--master",
            "local[2]",
            "--driver-memory",
            "1g",
            "--conf",
            "spark.ui.enabled=false",
            "benchmark",
            "--only",
            "local-steps",
            "--rows",
            "20000",
            "--features",
            "1000",
            "--rounds",
            "1",
            "--batch",
            "100",
            "--json");
    assertEquals(Adamant.OK, run.code(), run.err());
    JsonObject line = JsonParser.parseString(run.out()).getAsJsonArray().get(0).getAsJsonObject();
    assertEquals("local-steps", line.get("name").getAsString());
    assertTrue(line.get("value").getAsDouble() > 0, run.out());
  }

  @Test
  void driverMemoryReachesTheDriver() throws IOException, InterruptedException {
    Files.write(folder.resolve("rows.svm"), LibsvmRows.draw(50, 30, 3));
    CommandRun run =
        launch(
            "",
            "--driver-memory",
            "600m",
            "train",
            "--set",
            "input.path=rows.svm",
            "--set",
            "input.features=100000000",
            "--set",
            "optimizer.sparse=dense",
            "--set",
            "output=out");
    assertEquals(Adamant.MISTAKE, run.code(), run.err());
    assertTrue(run.err().contains("of its 0.6 GiB"), run.err());
    assertTrue(run.err().contains("--driver-memory 3g"), run.err());
  }

  @ParameterizedTest
  @CsvSource({
    "--help, 0",
    "train --help, 0",
    "trian job.conf, 2",
    "train none.conf, 2",
    "--driver-memory, 2",
    "inspect, 2"
  })
  void exitCodesReachTheShell(String arguments, int code) throws IOException, InterruptedException {
    CommandRun run = launch("", arguments.split(" ", -1));
    assertEquals(code, run.code(), run.err());
    if (code == Adamant.OK) {
      assertTrue(run.out().startsWith("Usage: adamant"), run.out());
      assertEquals("", run.err());
    } else {
      assertEquals("", run.out());
      assertEquals(1, run.errLines().size(), run.err());
      assertTrue(run.err().startsWith("adamant: "), run.err());
    }
  }

  @Test
  void damagedFilesEndWithOneLineWhateverSparkSaysOfItsTasks()
      throws IOException, InterruptedException {
    Files.writeString(folder.resolve("rows.gz"), "1 1:1\n0 2:1\n");
    CommandRun run = launch("", "train", "--set", "input.path=rows.gz", "--set", "output=out");
    assertEquals(Adamant.MISTAKE, run.code(), run.err());
    assertEquals(2, run.errLines().size(), run.err());
    assertEquals("reading rows.gz", run.errLines().get(0));
    assertTrue(run.lastErrLine().endsWith("rows.gz: cannot be read: not a gzip file"), run.err());
    assertFalse(Files.exists(folder.resolve("out")));
  }

  @Test
  void aSparkHomeGetsTheJobJarAndAllWordsAsTheyAre() throws IOException, InterruptedException {
    Path bin = Files.createDirectories(folder.resolve("some spark/bin"));
    Path submit =
        Files.writeString(bin.resolve("spark-submit"), "#!/bin/sh\nprintf '%s\\n' \"$@\"\n");
    assertTrue(submit.toFile().setExecutable(true));
    CommandRun run =
        launch(
            folder.resolve("some spark").toString(),
            "--master",
            "spark://somewhere:7077",
            "--verbose",
            "--conf=spark.ui.enabled=false",
            "train",
            "a job.conf",
            "--set",
            "output=a b");
    assertEquals(Adamant.OK, run.code(), run.err());
    assertEquals(
        List.of(
            "--class",
            "io.adamant.jobs.Adamant",
            "--master",
            "spark://somewhere:7077",
            "--verbose",
            "--conf=spark.ui.enabled=false",
            MavenSpark.jobJar().toString(),
            "train",
            "a job.conf",
            "--set",
            "output=a b"),
        run.outLines());
  }
}
