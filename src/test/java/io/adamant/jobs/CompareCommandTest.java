package io.adamant.jobs;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.adamant.testing.CommandRun;
import io.adamant.testing.LibsvmRows;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code adamant compare} and {@code adamant report}, on small rows. */
class CompareCommandTest {
  private static final Pattern DATA =
      Pattern.compile("<script type=\"application/json\" id=\"report\">(.*?)</script>");

  @TempDir private static Path folder;
  private static CommandRun comparison;

  @BeforeAll
  static void compare() throws IOException {
    Files.write(folder.resolve("rows.svm"), LibsvmRows.draw(400, 30, 3));
    Files.writeString(
        folder.resolve("compare.conf"),
        """
        input.path = %1$s/rows.svm
        output = %1$s/out
        epochs = 3
        batch.size = 64
        validation { fraction = 0.2, every = 5 }
        compare {
          runs = [
            { name = adam, optimizer { type = adam, learning-rate = 0.1 } }
            { name = wild, optimizer { type = sgd, learning-rate = 1e308 } }
            { name = calm, optimizer { type = sgd, learning-rate = 1 } }
            { optimizer { type = sgd, learning-rate = 1 }, batch.size = 128 }
          ]
          target = 0.6
        }
        """
            .formatted(folder));
    comparison = CommandRun.of("compare", folder.resolve("compare.conf").toString());
    assertEquals(Adamant.OK, comparison.code(), comparison.err());
  }

  private static JsonObject data(Path page) throws IOException {
    Matcher found = DATA.matcher(Files.readString(page));
    assertTrue(found.find());
    return JsonParser.parseString(found.group(1)).getAsJsonObject();
  }

  private static List<String> names(JsonObject data) {
    List<String> names = new ArrayList<>();
    data.getAsJsonArray("runs")
        .forEach(run -> names.add(run.getAsJsonObject().get("name").getAsString()));
    return names;
  }

  @Test
  void eachRunIsThatOfTrain() throws IOException {
    CommandRun alone =
        CommandRun.of(
            "train",
            "--set",
            "input.path=" + folder.resolve("rows.svm"),
            "--set",
            "output=" + folder.resolve("alone"),
            "--set",
            "epochs=3",
            "--set",
            "batch.size=64",
            "--set",
            "validation.fraction=0.2",
            "--set",
            "validation.every=5",
            "--set",
            "optimizer.type=adam",
            "--set",
            "optimizer.learning-rate=0.1");
    assertEquals(Adamant.OK, alone.code(), alone.err());
    String parameters = "model/parameters.safetensors";
    assertArrayEquals(
        Files.readAllBytes(folder.resolve("alone").resolve(parameters)),
        Files.readAllBytes(folder.resolve("out/adam").resolve(parameters)));
    assertTrue(alone.out().contains("alone/report.html"), alone.out());
    assertEquals(List.of("alone"), names(data(folder.resolve("alone/report.html"))));
  }

  @Test
  void rowsArePackedOnceForAllThatPackThemAlike() {
    assertEquals(
        2, comparison.errLines().stream().filter(line -> line.startsWith("reading ")).count());
  }

  @Test
  void aRunThatDivergesEndsNoOther() throws IOException {
    List<String> lines = comparison.outLines();
    assertEquals(List.of("run", "adam", "wild", "calm"), firstWords(lines.subList(0, 4)));
    assertTrue(lines.get(2).contains("diverged, step "), lines.get(2));
    assertTrue(lines.get(1).endsWith("finished"), lines.get(1));
    assertTrue(lines.get(3).endsWith("finished"), lines.get(3));
    assertEquals(15, Files.readAllLines(folder.resolve("out/calm/metrics.jsonl")).size());
  }

  @Test
  void theTableSaysWhatTheMetricsSay() throws IOException {
    double best = Double.POSITIVE_INFINITY;
    long bestStep = 0;
    long reached = 0;
    for (String text : Files.readAllLines(folder.resolve("out/adam/metrics.jsonl"))) {
      JsonObject line = JsonParser.parseString(text).getAsJsonObject();
      if (line.has("validation")) {
        double loss = line.getAsJsonObject("validation").get("logLoss").getAsDouble();
        long step = line.get("step").getAsLong();
        if (loss < best) {
          best = loss;
          bestStep = step;
        }
        reached = reached == 0 && loss <= 0.6 ? step : reached;
      }
    }
    List<String> row = List.of(comparison.outLines().get(1).split("  +"));
    assertEquals("%.5f".formatted(best), row.get(3));
    assertEquals(Long.toString(bestStep), row.get(4));
    assertEquals(reached == 0 ? "-" : Long.toString(reached), row.get(6));
  }

  @Test
  void theReportHasAllRunsInTheOrderOfTheFile() throws IOException {
    JsonObject data = data(folder.resolve("out/report.html"));
    assertEquals(
        List.of("adam", "wild", "calm", "batch-size-128,learning-rate=1,type=sgd").subList(0, 3),
        names(data).subList(0, 3));
    assertEquals(4, names(data).size());
    JsonObject adam = data.getAsJsonArray("runs").get(0).getAsJsonObject();
    assertEquals("adam", adam.getAsJsonObject("configuration").get("optimizer.type").getAsString());
    JsonObject rows = adam.getAsJsonObject("data");
    assertEquals(
        400, rows.get("rows to train").getAsInt() + rows.get("rows to validate").getAsInt());
    assertTrue(adam.getAsJsonObject("roc").getAsJsonArray("falsePositive").size() > 2);
    assertTrue(adam.getAsJsonObject("movement").getAsJsonObject("parts").has("bias"));
  }

  @Test
  void aReportOfAFolderOfRunsHasThemAll() throws IOException {
    Path page = folder.resolve("again.html");
    CommandRun report =
        CommandRun.of("report", folder.resolve("out").toString(), "--output", page.toString());
    assertEquals(Adamant.OK, report.code(), report.err());
    assertEquals(4, names(data(page)).size());
    assertEquals(page + "\n", report.out());
  }

  private static List<String> firstWords(List<String> lines) {
    return lines.stream().map(line -> line.split(" ", 2)[0]).toList();
  }
}
