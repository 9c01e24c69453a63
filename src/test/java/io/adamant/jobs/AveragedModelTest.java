package io.adamant.jobs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonParser;
import io.adamant.testing.CommandRun;
import io.adamant.testing.LibsvmRows;
import io.adamant.testing.SavedWeights;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A training with all that can be switched on: what is saved, measured and said of it. */
class AveragedModelTest {
  @TempDir private static Path folder;
  private static List<String> rows = List.of();
  private static CommandRun training = new CommandRun(-1, "", "");

  @BeforeAll
  static void train() throws IOException {
    rows = LibsvmRows.draw(400, 20, 3);
    Files.write(folder.resolve("rows.svm"), rows);
    Files.writeString(
        folder.resolve("job.conf"),
        """
        input.path = "%s/rows.svm"
        validation.path = "%s/rows.svm"
        optimizer {
          type = sgd
          learning-rate = 2
          groups = [{ tensors = weight, l1 = 0.001 }]
        }
        batch { size = 50, accumulation-steps = 3 }
        clip { norm = 0.5, norm-type = inf }
        averaging { type = tail }
        epochs = 5
        """
            .formatted(folder, folder));
    training = run("averaged");
    assertEquals(Adamant.OK, training.code(), training.err());
  }

  private static CommandRun run(String output, String... more) {
    String[] arguments = new String[4 + more.length];
    arguments[0] = "train";
    arguments[1] = path("job.conf");
    arguments[2] = "--set";
    arguments[3] = "output=" + path(output);
    System.arraycopy(more, 0, arguments, 4, more.length);
    return CommandRun.of(arguments);
  }

  private static String path(String name) {
    return folder.resolve(name).toString();
  }

  private static double savedLogLoss(String output) throws IOException {
    SavedWeights weights = SavedWeights.read(folder.resolve(output).resolve("model"));
    return rows.stream()
        .mapToDouble(
            row -> {
              double margin = weights.margin(row);
              return Math.log1p(Math.exp(row.startsWith("+1") ? -margin : margin));
            })
        .average()
        .orElseThrow();
  }

  private static double lastValidation(String output) throws IOException {
    List<String> lines = Files.readAllLines(folder.resolve(output).resolve("metrics.jsonl"));
    return JsonParser.parseString(lines.get(lines.size() - 1))
        .getAsJsonObject()
        .getAsJsonObject("validation")
        .get("logLoss")
        .getAsDouble();
  }

  @Test
  void theAverageIsWhatIsValidatedAndSaved() throws IOException {
    assertEquals(savedLogLoss("averaged"), lastValidation("averaged"), 1e-12);
    CommandRun plain = run("plain", "--set", "averaging.type=none");
    assertEquals(Adamant.OK, plain.code(), plain.err());
    assertEquals(savedLogLoss("plain"), lastValidation("plain"), 1e-12);
    assertNotEquals(savedLogLoss("plain"), savedLogLoss("averaged"), 1e-4);
  }

  @Test
  void whatIsSwitchedOnIsSaidBeforeTheTrainingAndOfTheModel() {
    CommandRun inspected = CommandRun.of("inspect", path("averaged"));
    // 5 epochs of 8 batches are 40, in threes 14 steps; the second half starts at step 8.
    for (String line :
        List.of(
            "groups       weight l1 0.001",
            "clipping     norm (inf) to 0.5",
            "accumulation 3 batches to an optimizer step",
            "averaging    tail, from optimizer step 8")) {
      assertTrue(training.err().lines().anyMatch(line::equals), training.err());
      assertTrue(inspected.outLines().contains(line), inspected.out());
    }
  }

  @Test
  void theResultSaysHowManyStepsAreInIt() {
    assertTrue(training.outLines().contains("  optimizer    14 steps"), training.out());
    assertTrue(
        training.outLines().contains("  averaged     the last 7 of 14 optimizer steps"),
        training.out());
  }
}
