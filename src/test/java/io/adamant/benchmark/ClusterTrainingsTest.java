package io.adamant.benchmark;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.adamant.benchmark.ClusterTrainings.Line;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ClusterTrainingsTest {
  static List<Line> lines() {
    return List.of(
        Line.seconds("synchronous steps, warm", List.of(1.25, 1e-3, 1 / 3.0)),
        Line.note("log loss %.2f after %d steps", 0.5, 20),
        Line.progress("round %d", 1));
  }

  @ParameterizedTest
  @MethodSource("lines")
  void aPrintedLineIsReadAsItWas(Line line) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    line.print(new PrintStream(bytes, true, StandardCharsets.UTF_8));
    assertEquals(line, Line.parse(bytes.toString(StandardCharsets.UTF_8).strip()));
  }
}
