package io.adamant.jobs;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A job file's schedule, as the metrics of a training show it. */
class ScheduledTrainingTest {
  @Test
  void theLastPartOfASequenceEndsWithTheRun(@TempDir Path folder) throws IOException {
    Files.write(folder.resolve("rows.svm"), LibsvmRows.draw(600, 40, 1));
    Files.writeString(
        folder.resolve("job.conf"),
        """
        input.path = "%s/rows.svm"
        optimizer.learning-rate = 0.5
        schedule {
          type = sequence
          milestones = [2, 4]
          parts = [
            { type = warmup, warmup-steps = 2 }
            { type = constant }
            { type = polynomial, eta-min = 0.1 }
          ]
        }
        batch.size = 128
        epochs = 3
        output = "%s/trained"
        """
            .formatted(folder, folder));
    double[] rates = rates(folder);
    assertTrue(rates.length > 6);
    for (int i = 0; i < rates.length; i++) {
      double fallen = Math.max(0, i - 4) / (rates.length - 4.0);
      assertEquals(i == 0 ? 0.25 : 0.5 - 0.4 * fallen, rates[i], 1e-15);
    }
  }

  /** Trains as the job file of a folder says; the learning rate of each step. */
  private static double[] rates(Path folder) throws IOException {
    CommandRun run = CommandRun.of("train", folder.resolve("job.conf").toString());
    assertEquals(Adamant.OK, run.code(), run.err());
    return Files.readAllLines(folder.resolve("trained/metrics.jsonl")).stream()
        .map(line -> JsonParser.parseString(line).getAsJsonObject())
        .mapToDouble(line -> line.get("learningRate").getAsDouble())
        .toArray();
  }

  @ParameterizedTest
  @ValueSource(strings = {"validation.fraction = 0.2", ""})
  void aPlateauHalvesTheRateAfterEachEpochThatIsNotMuchBetter(
      String validation, @TempDir Path folder) throws IOException {
    Files.write(folder.resolve("rows.svm"), LibsvmRows.draw(600, 40, 1));
    // No loss gets better by 10, so that after the first epoch every one is bad.
    Files.writeString(
        folder.resolve("job.conf"),
        """
        input.path = "%s/rows.svm"
        optimizer.learning-rate = 0.5
        schedule { type = plateau, factor = 0.5, patience = 0, threshold = 10, threshold-mode = abs }
        %s
        batch.size = full
        epochs = 4
        output = "%s/trained"
        """
            .formatted(folder, validation, folder));
    assertArrayEquals(new double[] {0.5, 0.5, 0.25, 0.125}, rates(folder));
  }

  @Test
  void aModelWithoutLogLossShowsAPlateauTheLossOfEachEpoch(@TempDir Path folder)
      throws IOException {
    Files.write(folder.resolve("rows.svm"), LibsvmRows.draw(600, 40, 1));
    // Every epoch's loss is better than the one before, so that the rate has no reason to fall.
    Files.writeString(
        folder.resolve("job.conf"),
        """
        input.path = "%s/rows.svm"
        model.type = squared
        optimizer { type = sgd, learning-rate = 0.01 }
        schedule { type = plateau, patience = 0, threshold = 0 }
        validation.fraction = 0.2
        batch.size = full
        epochs = 4
        output = "%s/trained"
        """
            .formatted(folder, folder));
    assertArrayEquals(new double[] {0.01, 0.01, 0.01, 0.01}, rates(folder));
  }

  private static double weight(Path output) throws IOException {
    return SavedWeights.read(output.resolve("model")).table()[0];
  }

  @Test
  void aCycleMovesTheMomentumAgainstTheRate(@TempDir Path folder) throws IOException {
    Files.write(folder.resolve("rows.svm"), LibsvmRows.draw(600, 40, 1));
    String job =
        """
        input.path = "%s/rows.svm"
        schedule { type = one-cycle, cycle-momentum = %s }
        batch.size = 128
        epochs = 2
        output = "%s/%s"
        """;
    for (String moves : new String[] {"true", "false"}) {
      Path file = folder.resolve(moves + ".conf");
      Files.writeString(file, job.formatted(folder, moves, folder, moves));
      CommandRun run = CommandRun.of("train", file.toString());
      assertEquals(Adamant.OK, run.code(), run.err());
    }
    assertNotEquals(weight(folder.resolve("true")), weight(folder.resolve("false")));
  }
}
