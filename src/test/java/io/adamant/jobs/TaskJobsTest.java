package io.adamant.jobs;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.adamant.testing.CommandRun;
import io.adamant.testing.SavedWeights;
import io.adamant.testing.TextFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tasks other than that of two classes, from rows to train on to predictions. */
class TaskJobsTest {
  private static final List<String> NAMES = List.of("10", "2", "ham", "spam");

  @TempDir private Path folder;

  private CommandRun run(int code, String command) {
    CommandRun run = CommandRun.of(command.replace("@", folder.toString()).split(" ", -1));
    assertEquals(code, run.code(), run.err());
    return run;
  }

  private CommandRun train(String settings) {
    return run(Adamant.OK, "train --set output=@/out --set " + settings.replace(" ", " --set "));
  }

  private JsonObject evaluate(String rows) {
    CommandRun run = run(Adamant.OK, "evaluate --model @/out --input @/" + rows);
    return JsonParser.parseString(run.out()).getAsJsonObject();
  }

  private List<String> predict(String rows) throws IOException {
    run(Adamant.OK, "predict --model @/out --output @/predicted --input @/" + rows);
    return TextFolder.lines(folder.resolve("predicted"));
  }

  /** The class is told by the first feature, half of the time. */
  private void writeClasses() throws IOException {
    Random random = new Random(4);
    List<String> libsvm = new ArrayList<>();
    List<String> csv = new ArrayList<>(List.of("label,a,b,c,d,e"));
    for (int i = 0; i < 400; i++) {
      int own = random.nextInt(4);
      int told = random.nextBoolean() ? own : random.nextInt(4);
      double value = random.nextInt(8) / 4.0;
      double[] dense = new double[5];
      dense[told] = 1;
      dense[4] = value;
      libsvm.add("%s %d:1 4:%s".formatted(NAMES.get(own), told, value));
      csv.add(
          NAMES.get(own)
              + Arrays.toString(dense).replaceAll("[\\[\\] ]", ",").replaceAll(",+", ","));
    }
    csv.replaceAll(line -> line.endsWith(",") ? line.substring(0, line.length() - 1) : line);
    Files.write(folder.resolve("rows.svm"), libsvm);
    Files.write(folder.resolve("rows.csv"), csv);
  }

  @Test
  void softmaxLearnsTextAndNumbersAsLabelsAndKeepsThem() throws IOException {
    writeClasses();
    CommandRun run =
        train(
            "model.type=softmax input.path=@/rows.svm validation.path=@/rows.svm epochs=60"
                + " batch.size=100 optimizer.learning-rate=0.05");
    assertTrue(run.err().contains("4 labels, 2 to spam; indices from 0"), run.err());
    assertTrue(run.err().contains("validation log loss "), run.err());
    String manifest = Files.readString(folder.resolve("out/model/manifest.json"));
    assertTrue(manifest.replaceAll("\\s", "").contains("\"classes\":[2.0,10.0,\"ham\",\"spam\"]"));
    assertFalse(manifest.contains("negativeLabel"), manifest);

    List<String> predictions = predict("rows.svm");
    List<String> rows = Files.readAllLines(folder.resolve("rows.svm"));
    List<String> order = List.of("2", "10", "ham", "spam");
    double loss = 0;
    int right = 0;
    for (int i = 0; i < rows.size(); i++) {
      String[] words = predictions.get(i).split("\t", -1);
      String own = rows.get(i).split(" ", -1)[0];
      double[] p = Arrays.stream(words).skip(1).mapToDouble(Double::parseDouble).toArray();
      assertEquals(1.0, Arrays.stream(p).sum(), 1e-12);
      double highest = Arrays.stream(p).max().orElseThrow();
      assertEquals(highest, p[order.indexOf(words[0])]);
      loss -= Math.log(p[order.indexOf(own)]);
      right += own.equals(words[0]) ? 1 : 0;
    }
    JsonObject json = evaluate("rows.svm");
    assertEquals(loss / 400, json.get("logLoss").getAsDouble(), 1e-12);
    assertEquals(right / 400.0, json.get("accuracy").getAsDouble(), 1e-15);
    // Told in 5 of 8 cases.
    assertEquals(0.625, right / 400.0, 0.1);
    assertTrue(json.has("macroF1") && json.has("confusionMatrix"), json::toString);

    Files.writeString(folder.resolve("more.svm"), "ham 1:1\neggs 1:1\n");
    CommandRun refused = run(Adamant.MISTAKE, "evaluate --model @/out --input @/more.svm");
    assertEquals(
        "adamant: %s, line 2: label eggs; the model was not trained with it, but with 4 labels, 2 to spam"
            .formatted(folder.resolve("more.svm")),
        refused.lastErrLine());
  }

  @Test
  void theFormatOfTheInputDoesNotChangeASoftmaxModel() throws IOException {
    writeClasses();
    String settings = "model.type=softmax epochs=3 batch.size=100 input.path=@/rows.";
    train(settings + "svm");
    byte[] libsvm = Files.readAllBytes(folder.resolve("out/model/parameters.safetensors"));
    train(settings + "csv input.format=csv overwrite=true");
    byte[] csv = Files.readAllBytes(folder.resolve("out/model/parameters.safetensors"));
    assertArrayEquals(libsvm, csv);
  }

  /** Counts over an exposure, whose logarithm is the offset. */
  private void writeCounts() throws IOException {
    Random random = new Random(4);
    List<String> csv = new ArrayList<>(List.of("label,a,offset"));
    for (int i = 0; i < 1_000; i++) {
      int a = random.nextInt(2);
      double exposure = 1 + 9 * random.nextDouble();
      double mean = exposure * (a == 0 ? 0.5 : 2.0);
      int count = 0;
      for (double left = random.nextDouble(); left > Math.exp(-mean); left *= random.nextDouble()) {
        count++;
      }
      csv.add("%d,%d,%s".formatted(count, a, Math.log(exposure)));
    }
    Files.write(folder.resolve("counts.csv"), csv);
  }

  @Test
  void poissonFindsTheRatesBehindCountsOverAnExposure() throws IOException {
    writeCounts();
    String table = "--format csv --set input.offset-column=offset";
    CommandRun run =
        train(
            "model.type=poisson input.format=csv input.path=@/counts.csv"
                + " input.offset-column=offset epochs=80 batch.size=250"
                + " optimizer.type=adam optimizer.learning-rate=0.05 validation.path=@/counts.csv"
                + " schedule.type=cosine");
    assertTrue(run.out().contains("validation   loss "), run.out());
    assertTrue(run.err().contains("labels from 0 to "), run.err());
    SavedWeights saved = SavedWeights.read(folder.resolve("out/model"));
    // Of about 2,750 and 11,000 counts: the logarithm of a rate is known to about 2 %.
    assertEquals(Math.log(0.5), saved.bias(), 0.08);
    assertEquals(Math.log(4), saved.table()[0], 0.1);
    JsonObject json =
        JsonParser.parseString(
                run(Adamant.OK, "evaluate --model @/out --input @/counts.csv " + table).out())
            .getAsJsonObject();
    assertEquals(
        json.get("meanObserved").getAsDouble(), json.get("meanPredicted").getAsDouble(), 0.02);
    // The unit deviance of Poisson counts is about 1 on average.
    assertEquals(1.0, json.get("deviance").getAsDouble(), 0.2);
    List<String> predictions = predict("counts.csv " + table);
    String[] first = Files.readAllLines(folder.resolve("counts.csv")).get(1).split(",", -1);
    double mean =
        Math.exp(
            saved.bias()
                + Double.parseDouble(first[1]) * saved.table()[0]
                + Double.parseDouble(first[2]));
    assertEquals(mean, Double.parseDouble(predictions.get(0)), 1e-9 * mean);
  }

  @ParameterizedTest
  @ValueSource(strings = {"squared", "huber", "log-cosh", "quantile", "gamma"})
  void aRegressionFindsTheValueBehindSymmetricNoise(String type) throws IOException {
    Random random = new Random(4);
    List<String> rows = new ArrayList<>();
    for (int i = 0; i < 600; i++) {
      int told = random.nextInt(2);
      double mean = told == 0 ? 2 : 4;
      rows.add("%s %d:1".formatted(mean + 0.5 * (random.nextDouble() - 0.5), told + 1));
    }
    Files.write(folder.resolve("rows.svm"), rows);
    train(
        "input.path=@/rows.svm model.bias=false epochs=150 batch.size=200 optimizer.type=adam"
            + " optimizer.learning-rate=0.1 schedule.type=cosine model.type="
            + type);
    List<String> predictions = predict("rows.svm");
    for (int i = 0; i < 600; i++) {
      assertEquals(
          rows.get(i).endsWith("1:1") ? 2 : 4, Double.parseDouble(predictions.get(i)), 0.08);
    }
    JsonObject json = evaluate("rows.svm");
    // The noise has variance 1/48, the means 1.
    assertEquals(1 - 1 / 49.0, json.get("r2").getAsDouble(), 0.005);
    assertEquals(Math.sqrt(1 / 48.0), json.get("rmse").getAsDouble(), 0.01);
    assertEquals(
        type.equals("squared") || type.equals("gamma"), !json.get("deviance").isJsonNull());
  }

  @ParameterizedTest
  @ValueSource(strings = {"hinge", "squared-hinge", "logistic", "softmax", "poisson", "huber"})
  void proximalL1SetsWhatSaysLittleToExactlyZero(String type) throws IOException {
    Random random = new Random(4);
    List<String> rows = new ArrayList<>();
    for (int i = 0; i < 400; i++) {
      int label = random.nextInt(2);
      // The first feature tells the label; the nine others are noise.
      StringBuilder row = new StringBuilder(label + " 1:" + (label == 1 ? "1" : "-1"));
      for (int feature = 2; feature <= 10; feature++) {
        row.append(" %d:%s".formatted(feature, random.nextInt(-4, 5) / 4.0));
      }
      rows.add(row.toString());
    }
    Files.write(folder.resolve("rows.svm"), rows);
    train(
        "input.path=@/rows.svm batch.size=full epochs=200 optimizer.type=sgd"
            + " optimizer.learning-rate=0.2"
            + " optimizer.groups=[{tensors=weight,l1=0.1,l2=0.01}] model.type="
            + type);
    double[] weights = SavedWeights.read(folder.resolve("out/model")).table();
    int columns = weights.length / 10;
    for (int i = 0; i < weights.length; i++) {
      if (i < columns) {
        assertTrue(Math.abs(weights[i]) > 0.05, () -> Arrays.toString(weights));
      } else {
        assertEquals(0.0, weights[i]);
      }
    }
  }

  @Test
  void aModelFileOfSquaredWithTwoLabelsIsRefused() throws IOException {
    Files.writeString(folder.resolve("rows.svm"), "1 1:1\n-1 2:1\n");
    train("input.path=@/rows.svm model.type=squared-classifier");
    Path manifest = folder.resolve("out/model/manifest.json");
    Files.writeString(
        manifest, Files.readString(manifest).replace("squared-classifier", "squared"));
    CommandRun run = run(Adamant.MISTAKE, "evaluate --model @/out --input @/rows.svm");
    assertEquals(
        "adamant: manifest.json: the labels are not those of model squared", run.lastErrLine());
  }

  @Test
  void settingsOfTheModelAreKeptShownAndComparedAtAWarmStart() throws IOException {
    Files.writeString(folder.resolve("rows.svm"), "1.5 1:1\n-1 2:1\n");
    train("input.path=@/rows.svm model.type=huber model.huber-delta=0.25");
    assertTrue(
        run(Adamant.OK, "inspect @/out").out().contains("huber-delta  0.25\nlabels       numbers"));
    CommandRun refused =
        run(
            Adamant.MISTAKE,
            "train --set output=@/other --set input.path=@/rows.svm --set model.type=huber"
                + " --set warm-start.path=@/out");
    assertTrue(
        refused.lastErrLine().contains("model.huber-delta = 0.25, this run has 1"), refused.err());
  }

  @Test
  void classWeightsChangeTrainingAndNoMetric() throws IOException {
    List<String> rows = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      rows.add("%d 1:1".formatted(i % 10 == 0 ? 1 : 0));
    }
    Files.write(folder.resolve("rows.svm"), rows);
    train(
        "input.path=@/rows.svm model.bias=false batch.size=full epochs=300 optimizer.type=adam"
            + " optimizer.learning-rate=0.1 validation.path=@/rows.svm"
            + " model.class-weight=balanced");
    // Balanced, both labels are equally likely.
    assertEquals(0.0, SavedWeights.read(folder.resolve("out/model")).table()[0], 1e-6);
    JsonObject json = evaluate("rows.svm");
    assertEquals(Math.log(2), json.get("logLoss").getAsDouble(), 1e-6);
    assertEquals(5.0, json.get("calibration").getAsDouble(), 1e-4);
  }

  /** The label says whether two words agree: neither of them tells anything for itself. */
  @Test
  void factorizationMachinesLearnWhatOnlyPairsTellInTheSameBitsForAnyShards() throws IOException {
    Random random = new Random(4);
    List<String> rows = new ArrayList<>();
    for (int i = 0; i < 400; i++) {
      int a = random.nextInt(2);
      int b = random.nextInt(2);
      rows.add("%d %d:1 %d:1".formatted(a == b ? 1 : 0, a, 2 + b));
    }
    Files.write(folder.resolve("rows.svm"), rows);
    String settings =
        "input.path=@/rows.svm input.features=6 epochs=100 batch.size=100 optimizer.type=adam"
            + " optimizer.learning-rate=0.05 overwrite=true ";
    train(settings + "model.type=logistic");
    assertEquals(0.5, evaluate("rows.svm").get("accuracy").getAsDouble(), 0.1);
    for (String pairs :
        List.of(
            "model.type=factorization-machine model.factors=4 model.initial-scale=0.1 ",
            "model.type=field-aware-factorization-machine model.factors=2 model.initial-scale=0.1"
                + " input.fields=[2,4] ")) {
      byte[] first = null;
      for (int shards : new int[] {1, 2, 8}) {
        train(settings + pairs + "shards=" + shards);
        assertEquals(1.0, evaluate("rows.svm").get("accuracy").getAsDouble(), pairs);
        byte[] bits = Files.readAllBytes(folder.resolve("out/model/parameters.safetensors"));
        if (first != null) {
          assertArrayEquals(first, bits, pairs);
        }
        first = bits;
      }
    }
    CommandRun inspected = CommandRun.of("inspect", folder.resolve("out").toString());
    assertTrue(inspected.outLines().contains("fields       [2, 4]"), inspected.out());
  }
}
