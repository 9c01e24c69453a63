package io.adamant.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.adamant.testing.LongRuns;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReportDataTest {
  private static JsonObject onlyRun(RunLog log) {
    return ReportData.of(List.of(Lines.run("one", log)), Double.NaN)
        .getAsJsonArray("runs")
        .get(0)
        .getAsJsonObject();
  }

  @Test
  void tenRunsOfAHundredThousandStepsStayBelowThreeMegabytes() {
    List<Run> runs = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      runs.add(LongRuns.of("run " + i, 100_000, i));
    }
    String page = ReportPage.html("ten", ReportData.of(runs, Double.NaN));
    int bytes = page.getBytes(StandardCharsets.UTF_8).length;
    assertTrue(bytes < 3_000_000, () -> "bytes: " + bytes);
  }

  @Test
  void pointsOfAThinnedRunHaveTheMeanOfAllSteps() {
    RunLog log = LongRuns.of("long", 20_000, 2).log();
    JsonObject points = onlyRun(log).getAsJsonObject("points");
    JsonArray steps = points.getAsJsonArray("step");
    JsonArray means = points.getAsJsonArray("meanLoss");
    double sum = 0;
    double before = 0;
    for (int i = 0; i < steps.size(); i++) {
      double step = steps.get(i).getAsDouble();
      sum += (step - before) * means.get(i).getAsDouble();
      before = step;
    }
    double expected = 0;
    for (int row = 0; row < log.size(); row++) {
      expected += log.get(RunLog.Measure.LOSS, row);
    }
    assertEquals(20_000, before);
    assertEquals(expected, sum, 1e-4 * expected);
    assertEquals(
        RunSummary.of(log, Double.NaN).clipped(),
        points.getAsJsonArray("clipped").asList().stream().mapToLong(e -> e.getAsLong()).sum());
  }

  @Test
  void validationsStandAtTheirSteps() {
    JsonObject run = onlyRun(LongRuns.of("long", 10_000, 3).log());
    JsonObject validation = run.getAsJsonObject("validation");
    JsonArray steps = run.getAsJsonObject("points").getAsJsonArray("step");
    List<Long> at = new ArrayList<>();
    validation.getAsJsonArray("at").forEach(i -> at.add(steps.get(i.getAsInt()).getAsLong()));
    List<Long> expected = new ArrayList<>();
    for (long step = 500; step <= 10_000; step += 500) {
      expected.add(step);
    }
    assertEquals(expected, at);
    assertEquals(20, validation.getAsJsonObject("figures").getAsJsonArray("logLoss").size());
  }

  @Test
  void numbersAreThoseOfTheFile() {
    RunLog log = new RunLog();
    log.add(Lines.line(1, 1, "0.6931471805599454", 0.46750866815571557));
    JsonObject points = onlyRun(log).getAsJsonObject("points");
    assertEquals("[0.6931471805599454]", points.get("loss").toString());
    assertEquals("[0.46750866815571557]", points.get("gradientNorm").toString());
    assertEquals("[1]", points.get("step").toString());
  }

  @Test
  void aRunWithoutStepsIsShownAsOne() {
    JsonObject run = onlyRun(new RunLog());
    assertEquals(0, run.getAsJsonObject("points").getAsJsonArray("step").size());
    assertEquals("unknown", run.get("outcome").getAsString());
  }
}
