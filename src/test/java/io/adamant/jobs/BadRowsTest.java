package io.adamant.jobs;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonParser;
import io.adamant.testing.CommandRun;
import io.adamant.testing.LibsvmRows;
import io.adamant.testing.TextFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rows that cannot be read are passed over where the user says so, and only they are. */
class BadRowsTest {
  private static final int ROWS = 120;
  private static final List<String> BAD =
      List.of("what", "+1 3:x", "nan 1:1", "+1 1:inf", "-1 2:1 2:1", "+1 31:1");

  @TempDir private static Path folder;
  private static List<String> clean = List.of();

  @BeforeAll
  static void writeRows() throws IOException {
    clean = LibsvmRows.draw(ROWS, 30, 8);
    List<String> dirty = new ArrayList<>(clean);
    for (int i = 0; i < BAD.size(); i++) {
      // Lines 3, 23, 43 and so on.
      dirty.add(2 + 20 * i, BAD.get(i));
    }
    Files.write(folder.resolve("clean.svm"), clean);
    Files.write(folder.resolve("dirty.svm"), dirty);
  }

  private static CommandRun train(String input, String output, int maxBadRows) {
    return CommandRun.of(
        "train",
        "--set",
        "input.path=" + folder.resolve(input),
        "--set",
        "input.features=30",
        "--set",
        "input.index-base=1",
        "--set",
        "input.on-bad-row=skip",
        "--set",
        "input.max-bad-rows=" + maxBadRows,
        "--set",
        "batch.size=32",
        "--set",
        "output=" + folder.resolve(output));
  }

  @Test
  void skippedRowsAreCountedAndLeaveNoTraceInTheModel() throws IOException {
    CommandRun dirty = train("dirty.svm", "from-dirty", BAD.size());
    assertEquals(Adamant.OK, dirty.code(), dirty.err());
    String counted = BAD.size() + " bad rows passed over; the first: ";
    assertTrue(dirty.err().contains(counted), dirty.err());
    assertTrue(dirty.err().contains("'what'"), dirty.err());
    assertTrue(dirty.err().contains(ROWS + " rows to train"), dirty.err());
    CommandRun pure = train("clean.svm", "from-clean", 0);
    assertEquals(Adamant.OK, pure.code(), pure.err());
    assertArrayEquals(
        Files.readAllBytes(folder.resolve("from-clean/model/parameters.safetensors")),
        Files.readAllBytes(folder.resolve("from-dirty/model/parameters.safetensors")));
  }

  @Test
  void oneBadRowMoreThanAllowedIsTooMany() {
    CommandRun run = train("dirty.svm", "too-many", BAD.size() - 1);
    assertEquals(Adamant.MISTAKE, run.code(), run.err());
    assertTrue(run.lastErrLine().contains("dirty.svm, line 3: "), run.err());
    assertTrue(run.lastErrLine().contains(BAD.size() + " rows cannot be read"), run.err());
  }

  @Test
  void evaluateAndPredictPassOverThemToo() throws IOException {
    CommandRun training = train("clean.svm", "model", 0);
    assertEquals(Adamant.OK, training.code(), training.err());
    String[] scoring = {
      "",
      "--model",
      folder.resolve("model").toString(),
      "--input",
      folder.resolve("dirty.svm").toString(),
      "--set",
      "input.on-bad-row=skip"
    };
    scoring[0] = "evaluate";
    CommandRun evaluation = CommandRun.of(scoring);
    assertEquals(Adamant.OK, evaluation.code(), evaluation.err());
    int rows = JsonParser.parseString(evaluation.out()).getAsJsonObject().get("rows").getAsInt();
    assertEquals(ROWS, rows);
    assertEquals(BAD.size() + " bad rows passed over\n", evaluation.err());

    List<String> words = new ArrayList<>(List.of(scoring));
    words.set(0, "predict");
    words.addAll(List.of("--output", folder.resolve("predictions").toString()));
    CommandRun prediction = CommandRun.of(words.toArray(String[]::new));
    assertEquals(Adamant.OK, prediction.code(), prediction.err());
    assertEquals(ROWS, TextFolder.lines(folder.resolve("predictions")).size());
  }
}
