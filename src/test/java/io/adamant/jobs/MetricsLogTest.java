package io.adamant.jobs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MetricsLogTest {
  @TempDir private Path folder;

  private Path file() {
    return folder.resolve(MetricsLog.FILE_NAME);
  }

  private MetricsLog continued(long lines) throws IOException {
    return MetricsLog.continued(
        new org.apache.hadoop.fs.Path(folder.toString()), new Configuration(), lines);
  }

  private void assertLines(String... lines) throws IOException {
    assertEquals(List.of(lines), Files.readAllLines(file()));
    assertTrue(Files.notExists(folder.resolve("metrics.jsonl.before")));
  }

  @Test
  void linesBehindTheCheckpointAreWrittenAgain() throws IOException {
    Files.writeString(file(), "one\ntwo\nthree\nfo");
    try (MetricsLog log = continued(2)) {
      assertEquals(2, log.lines());
      log.onEvent("rollback", Map.of("step", 2L, "reason", "a \"word\""));
      assertEquals(3, log.lines());
      assertLines(
          "one", "two", "{\"event\":\"rollback\",\"reason\":\"a \\\"word\\\"\",\"step\":2}");
    }
  }

  @Test
  void aRunThatWasEndedWhileItWroteThemAgainLosesNone() throws IOException {
    Files.writeString(folder.resolve("metrics.jsonl.before"), "one\ntwo\nthree\n");
    Files.writeString(file(), "one\n");
    try (MetricsLog log = continued(2)) {
      assertEquals(2, log.lines());
      assertLines("one", "two");
    }
  }

  @Test
  void aLogThatIsGoneBeginsAnew() throws IOException {
    try (MetricsLog log = continued(7)) {
      assertEquals(0, log.lines());
      assertLines();
    }
  }
}
