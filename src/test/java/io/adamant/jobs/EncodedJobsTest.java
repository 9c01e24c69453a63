package io.adamant.jobs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.adamant.testing.CommandRun;
import io.adamant.testing.TextFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Raw columns from rows to train on to predictions: the model brings along how they are read. */
class EncodedJobsTest {
  private static final String TEXTS =
      "input.path=@/rows.tsv input.format=tsv input.header=false input.columns=[label,text]"
          + " encoding=[{columns=text,type=text,ngram-range=[1,2],buckets=1000}]";

  @TempDir private Path folder;

  private CommandRun run(int code, String command) {
    CommandRun run = CommandRun.of(command.replace("@", folder.toString()).split(" ", -1));
    assertEquals(code, run.code(), run.err());
    return run;
  }

  private CommandRun train(String output, String settings) {
    return run(
        Adamant.OK,
        "train --set output=@/%s --set ".formatted(output)
            + settings.replace(" ", " --set ")
            + " --set epochs=30 --set batch.size=50 --set optimizer.learning-rate=0.05");
  }

  /** Messages of which those that say "win a" are spam; quotes and tabs of others mean nothing. */
  @BeforeEach
  void writeTexts() throws IOException {
    Random random = new Random(5);
    List<String> words = List.of("you", "win", "a", "\"prize", "call", "me\"", "at", "noon,", "Ok");
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      StringBuilder text = new StringBuilder();
      for (int word = 0; word < 6; word++) {
        text.append(words.get(random.nextInt(words.size()))).append(' ');
      }
      boolean isSpam = i % 3 == 0;
      String told = text.toString().replace("win a", isSpam ? "win a" : "lose a");
      lines.add((isSpam ? "spam" : "ham") + "\t" + told + (isSpam ? "WIN a" : "win me a"));
    }
    Files.write(folder.resolve("rows.tsv"), lines);
  }

  @Test
  void aTextColumnIsLearntAndScoredByTheModelAlone() throws IOException {
    CommandRun run = train("out", TEXTS);
    assertTrue(run.err().contains("1 columns encoded: 1 text -> 1,001 features"), run.err());
    assertTrue(run.err().contains("labels ham and spam; spam is positive, 33.33 %"), run.err());
    JsonObject metrics =
        JsonParser.parseString(run(Adamant.OK, "evaluate --model @/out --input @/rows.tsv").out())
            .getAsJsonObject();
    assertEquals(300, metrics.get("rows").getAsLong());
    assertTrue(metrics.get("accuracy").getAsDouble() > 0.99, metrics::toString);

    run(Adamant.OK, "predict --model @/out --output @/predicted --input @/rows.tsv");
    List<String> predictions = TextFolder.lines(folder.resolve("predicted"));
    List<String> rows = Files.readAllLines(folder.resolve("rows.tsv"));
    assertEquals(rows.size(), predictions.size());
    int right = 0;
    for (int i = 0; i < rows.size(); i++) {
      String[] prediction = predictions.get(i).split("\t", -1);
      assertEquals(Double.parseDouble(prediction[1]) > 0.5, prediction[0].equals("spam"));
      right += rows.get(i).startsWith(prediction[0] + "\t") ? 1 : 0;
    }
    assertEquals(metrics.get("accuracy").getAsDouble(), right / 300.0);
    String inspected = run(Adamant.OK, "inspect @/out").out();
    assertTrue(inspected.contains("text: text, analyzer word, buckets 1000"), inspected);
    assertTrue(inspected.contains("ham and spam, of which spam is positive"), inspected);
  }
}
