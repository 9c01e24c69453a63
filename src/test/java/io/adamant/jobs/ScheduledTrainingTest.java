package io.adamant.jobs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonParser;
import io.adamant.testing.CommandRun;
import io.adamant.testing.LibsvmRows;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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
    CommandRun run = CommandRun.of("train", folder.resolve("job.conf").toString());
    assertEquals(Adamant.OK, run.code(), run.err());
    double[] rates =
        Files.readAllLines(folder.resolve("trained/metrics.jsonl")).stream()
            .map(line -> JsonParser.parseString(line).getAsJsonObject())
            .mapToDouble(line -> line.get("learningRate").getAsDouble())
            .toArray();
    assertTrue(rates.length > 6, run.err());
    for (int i = 0; i < rates.length; i++) {
      double fallen = Math.max(0, i - 4) / (rates.length - 4.0);
      assertEquals(i == 0 ? 0.25 : 0.5 - 0.4 * fallen, rates[i], 1e-15);
    }
  }
}
