package io.adamant.jobs;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.adamant.testing.CommandRun;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class UserPathTest {
  static Stream<List<String>> commands() {
    String path = "s3a://KEY:SECRET@bucket/rows";
    return Stream.of(
        List.of("train", "--set", "input.path=" + path, "--set", "output=x"),
        List.of("train", "--set", "output=" + path, "--set", "input.path=x"),
        List.of("evaluate", "--model", "x", "--input", path),
        List.of("predict", "--model", "x", "--input", path, "--output", "y"),
        List.of("inspect", path),
        List.of("generate", "--rows", "3", "--features", "100", "--output", path));
  }

  @ParameterizedTest
  @MethodSource("commands")
  void aPasswordInAPathIsRefusedAndNotShown(List<String> command) {
    CommandRun run = CommandRun.of(command.toArray(String[]::new));
    assertEquals(Adamant.MISTAKE, run.code(), run.err());
    assertTrue(run.lastErrLine().contains("holds a password"), run.err());
    assertFalse((run.out() + run.err()).contains("SECRET"), run.err());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "data/a9a",
        "/data/day-*",
        "hdfs://user@host:8020/rows",
        "abfss://container@account.dfs.core.windows.net/rows",
        "s3a://bucket/a:b@c",
        "file:///a@b"
      })
  void otherPathsAreTaken(String path) {
    assertDoesNotThrow(() -> UserPath.requireNoPassword("input.path", path));
  }
}
