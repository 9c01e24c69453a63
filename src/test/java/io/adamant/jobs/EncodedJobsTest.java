package io.adamant.jobs;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.adamant.testing.CommandRun;
import io.adamant.testing.TextFolder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
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
    assertTrue(run.err().contains("1 column encoded: 1 text -> 1,001 features"), run.err());
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

  private static final String TABLE =
      "input.format=csv input.label-column=bought encoding=["
          + "{columns=[price,age],type=number,transform=log},"
          + "{columns=price,type=bucket,quantiles=5},"
          + "{columns=\"s*\",type=category,buckets=500},"
          + "{columns=[site,shape],type=cross,buckets=300,signed=true},"
          + "{columns=note,type=text,analyzer=char,ngram-range=[2,3],buckets=400}]";

  /** Rows whose label follows from price and site; many cells are empty. */
  private List<String> tableRows() {
    Random random = new Random(6);
    List<String> rows = new ArrayList<>();
    for (int i = 0; i < 400; i++) {
      double price = Math.exp(3 * random.nextGaussian());
      int site = random.nextInt(40);
      boolean isBought = random.nextInt(8) == 0 ^ (price > 1 ^ site % 3 == 0);
      rows.add(
          "%s,%s,%s,site %s,%s,%d"
              .formatted(
                  random.nextInt(9) == 0 ? "" : price,
                  random.nextInt(3) == 0 ? "" : random.nextInt(90),
                  random.nextInt(5) == 0 ? "" : "shape " + random.nextInt(4),
                  site,
                  random.nextInt(4) == 0 ? "" : "\"a note, of " + random.nextInt(7) + "\"",
                  isBought ? 1 : 0));
    }
    return rows;
  }

  private static final String HEADER = "price,age,shape,site,note,bought";

  private void write(String name, List<String> rows) throws IOException {
    List<String> lines = new ArrayList<>(List.of(HEADER));
    lines.addAll(rows);
    Files.createDirectories(folder.resolve(name).resolve("..").normalize());
    Files.write(folder.resolve(name), lines);
  }

  private List<byte[]> model(String output) throws IOException {
    Path model = folder.resolve(output).resolve("model");
    return List.of(
        Files.readAllBytes(model.resolve("manifest.json")),
        Files.readAllBytes(model.resolve("parameters.safetensors")));
  }

  @Test
  void filesAndTheirOrderChangeNoBitOfModelAndEncoding() throws IOException {
    List<String> rows = tableRows();
    write("rows.csv", rows);
    train("one", "input.path=@/rows.csv shards=1 " + TABLE);
    List<String> shuffled = new ArrayList<>(rows);
    Collections.shuffle(shuffled, new Random(1));
    for (int file = 0; file < 5; file++) {
      write("many/%d.csv".formatted(file), shuffled.subList(file * 80, file * 80 + 80));
    }
    train("many-files", "input.path=@/many shards=1 " + TABLE);
    for (int i = 0; i < 2; i++) {
      assertArrayEquals(model("one").get(i), model("many-files").get(i));
    }
    assertTrue(Files.readString(folder.resolve("one/model/manifest.json")).contains("\"mean\": "));
  }

  @Test
  void rowsToPredictNeedNoLabelAndTheirColumnsHaveAnyOrder() throws IOException {
    List<String> rows = tableRows();
    write("rows.csv", rows);
    CommandRun run = train("out", "input.path=@/rows.csv " + TABLE);
    assertTrue(
        run.err()
            .contains(
                "5 columns encoded: 2 number -> 4 features, 1 bucket -> 6 features, 2 category ->"
                    + " 1,002 features, 1 cross -> 301 features, 1 text -> 401 features"),
        run.err());
    run(Adamant.OK, "predict --model @/out --output @/first --input @/rows.csv");
    List<String> unlabelled = new ArrayList<>(List.of("site,note,age,price,shape"));
    for (String row : rows) {
      List<String> cells = new ArrayList<>(List.of(row.split(",(?! of)", -1)));
      unlabelled.add(
          String.join(",", cells.get(3), cells.get(4), cells.get(1), cells.get(0), cells.get(2)));
    }
    Files.write(folder.resolve("new.csv"), unlabelled);
    run(Adamant.OK, "predict --model @/out --output @/second --input @/new.csv");
    List<String> predictions = TextFolder.lines(folder.resolve("first"));
    assertEquals(400, predictions.size());
    assertEquals(predictions, TextFolder.lines(folder.resolve("second")));
    // A row that is read does not depend on the others: the encoding is the model's.
    Files.write(folder.resolve("few.csv"), unlabelled.subList(0, 3));
    run(Adamant.OK, "predict --model @/out --output @/third --input @/few.csv");
    assertEquals(predictions.subList(0, 2), TextFolder.lines(folder.resolve("third")));
  }

  /** Before the table is read the model knows no more than that there will be fields. */
  @Test
  void aFieldAwareModelGetsItsFieldsFromTheEncoding() throws IOException {
    write("rows.csv", tableRows());
    train(
        "out",
        "input.path=@/rows.csv model.type=field-aware-factorization-machine model.factors=2 "
            + TABLE);
    String manifest =
        Files.readString(folder.resolve("out/model/manifest.json")).replaceAll("\\s", "");
    assertTrue(manifest.contains("\"fields\":[2,2,6,501,501,301,401]"), manifest);
    String inspected = run(Adamant.OK, "inspect @/out").out();
    assertTrue(inspected.contains("fields       [2, 2, 6, 501, 501, 301, 401]"), inspected);
    run(Adamant.OK, "evaluate --model @/out --input @/rows.csv");
  }

  @Test
  void badRowsArePassedOverInWhatIsLearntToo() throws IOException {
    List<String> rows = tableRows();
    write("rows.csv", rows);
    train("clean", "input.path=@/rows.csv " + TABLE);
    List<String> bad = new ArrayList<>(rows);
    bad.add(7, "1e6,old,,site 1,,1");
    bad.add(80, "1e6,1,,site 1,,1,1");
    write("bad.csv", bad);
    CommandRun run = train("skipped", "input.path=@/bad.csv input.on-bad-row=skip " + TABLE);
    assertTrue(run.err().contains("2 bad rows"), run.err());
    for (int i = 0; i < 2; i++) {
      assertArrayEquals(model("clean").get(i), model("skipped").get(i));
    }
  }

  @Test
  void aWarmStartGoesOnWithWhatTheModelHasLearnt() throws IOException {
    List<String> rows = tableRows();
    write("first.csv", rows.subList(0, 300));
    write("second.csv", rows.subList(300, 400));
    train("first", "input.path=@/first.csv " + TABLE);
    train("second", "input.path=@/second.csv warm-start.path=@/first " + TABLE);
    List<String> learnt = new ArrayList<>();
    for (String output : List.of("first", "second")) {
      String manifest = new String(model(output).get(0), StandardCharsets.UTF_8);
      learnt.add(manifest.substring(manifest.indexOf("\"encoding\""), manifest.indexOf("Label")));
    }
    assertEquals(learnt.get(0), learnt.get(1));
  }

  @Test
  void theModelRemembersItsColumnsOfWeightsAndOffsets() throws IOException {
    List<String> lines = new ArrayList<>(List.of("a;w;y;o"));
    for (int i = 0; i < 200; i++) {
      lines.add("%d;%d;%d;%s".formatted(i % 7, 1 + i % 3, i % 5, i % 4 / 2.0));
    }
    Files.write(folder.resolve("rows.txt"), lines);
    String columns =
        "input.separator=; input.label-column=y input.weight-column=w input.offset-column=o";
    train(
        "out",
        "input.path=@/rows.txt model.type=poisson input.format=csv"
            + " encoding=[{type=number,columns=a}] "
            + columns);
    String told =
        run(
                Adamant.OK,
                "evaluate --model @/out --input @/rows.txt --format csv --set "
                    + columns.replace(" ", " --set "))
            .out();
    assertEquals(told, run(Adamant.OK, "evaluate --model @/out --input @/rows.txt").out());
    String without =
        run(Adamant.OK, "evaluate --model @/out --input @/rows.txt --set input.offset-column=null")
            .out();
    assertNotEquals(told, without);
  }
}
