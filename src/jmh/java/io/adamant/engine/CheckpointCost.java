package io.adamant.engine;

import com.google.gson.JsonObject;
import io.adamant.data.BatchShape;
import io.adamant.data.CtrGenerator;
import io.adamant.model.LogisticRegression;
import io.adamant.optimizer.SparseUpdates;
import io.adamant.optimizer.UpdateSettings;
import io.adamant.optimizer.rule.AdamW;
import io.adamant.storage.ModelManifest;
import io.adamant.storage.RunSection;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.jspecify.annotations.Nullable;

/**
 * What checkpoints cost: the same training with and without them, in turn in one run on the same
 * cached shards. A checkpoint falls due every some steps, and is passed over while the last one is
 * being written, as in the command {@code train}.
 *
 * <p>Arguments: rows, features, batch size, steps between checkpoints, rounds, epochs a round.
 */
public final class CheckpointCost {
  private static final String SPARK_DEFAULTS = "/io/adamant/conf/spark-defaults.conf";

  private final JavaSparkContext spark;
  private final ShardedExamples examples;
  private final int features;
  private final int every;
  private final int epochs;

  private long written;
  private long waitedNanos;

  private CheckpointCost(
      JavaSparkContext spark, ShardedExamples examples, int features, int every, int epochs) {
    this.spark = spark;
    this.examples = examples;
    this.features = features;
    this.every = every;
    this.epochs = epochs;
  }

  public static void main(String[] arguments) throws IOException {
    long rows = arguments.length > 0 ? Long.parseLong(arguments[0]) : 500_000;
    int features = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 1 << 20;
    long batch = arguments.length > 2 ? Long.parseLong(arguments[2]) : 16_384;
    int every = arguments.length > 3 ? Integer.parseInt(arguments[3]) : 50;
    int rounds = arguments.length > 4 ? Integer.parseInt(arguments[4]) : 7;
    int epochs = arguments.length > 5 ? Integer.parseInt(arguments[5]) : 10;
    SparkConf conf = new SparkConf().setMaster("local[2]").setAppName("cost of checkpoints");
    Properties defaults = new Properties();
    try (InputStream in = CheckpointCost.class.getResourceAsStream(SPARK_DEFAULTS)) {
      defaults.load(in);
    }
    defaults.stringPropertyNames().forEach(key -> conf.set(key, defaults.getProperty(key)));
    try (JavaSparkContext spark = new JavaSparkContext(conf)) {
      RowSource source = new GeneratedSource(spark, new CtrGenerator(0, features), rows);
      DataSettings data = new DataSettings(0, batch, BatchShape.of(batch), 2, 0);
      ShardedExamples examples =
          ShardedExamples.load(source, new InputRules(features, 0, false, 0), data);
      new CheckpointCost(spark, examples, features, every, epochs).measure(rounds);
    }
  }

  private void measure(int rounds) throws IOException {
    long steps = (long) epochs * examples.plan().stepsPerEpoch();
    double[] without = new double[rounds];
    double[] with = new double[rounds];
    train(null, steps);
    for (int round = 0; round < rounds; round++) {
      without[round] = train(null, steps);
      java.nio.file.Path folder = Files.createTempDirectory("checkpoints");
      CheckpointFolder checkpoints =
          new CheckpointFolder(new Path(folder.toString()), new Configuration());
      with[round] = train(checkpoints, steps);
      checkpoints.deleteAll();
      System.out.printf(
          Locale.ROOT,
          "round %d: %.2f ms a step without, %.2f with checkpoints%n",
          round + 1,
          without[round],
          with[round]);
    }
    Arrays.sort(without);
    Arrays.sort(with);
    System.out.printf(
        Locale.ROOT,
        "medians: %.2f ms a step without, %.2f with one every %d steps (%+.1f %%); %d written, %.1f"
            + " ms waited for each, %.2f %% of the time without%n",
        without[rounds / 2],
        with[rounds / 2],
        every,
        100 * (with[rounds / 2] / without[rounds / 2] - 1),
        written,
        waitedNanos * 1e-6 / written,
        100 * waitedNanos * 1e-6 / (rounds * steps * without[rounds / 2]));
  }

  /** Trains; milliseconds a step. */
  private double train(@Nullable CheckpointFolder folder, long steps) throws IOException {
    LogisticRegression model = new LogisticRegression(true);
    Trainer trainer =
        new Trainer(
            spark,
            model,
            examples,
            null,
            TrainingSettings.of(
                UpdateSettings.of(new AdamW(0.01), SparseUpdates.LAZY), steps, steps),
            (metrics, validation) -> {},
            TrainingStart.zeros(Trainer.layout(model, features)));
    long started = System.nanoTime();
    if (folder == null) {
      trainer.train();
    } else {
      try (CheckpointWriter writer = new CheckpointWriter(folder, 2)) {
        trainer.train(
            point -> {
              if (point.step() % every == 0 && !writer.isBusy()) {
                begin(writer, point, steps);
              }
              return true;
            });
        writer.await();
      }
    }
    return (System.nanoTime() - started) * 1e-6 / steps;
  }

  private void begin(CheckpointWriter writer, TrainingPoint point, long steps) {
    RunSection run =
        new RunSection(
            new JsonObject(),
            new RunSection.DataSection(0, 0, "0", 0, 0),
            2,
            steps,
            examples.plan().stepsPerEpoch(),
            0);
    long number = ++written;
    long began = System.nanoTime();
    try {
      writer.begin(
          point,
          new CheckpointFolder.Description(
              run,
              number,
              0,
              0,
              (checksums, step) ->
                  new ModelManifest(
                      "logistic", true, features, 0, 0, 1, step, 0, "", Map.of(), 0, checksums)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    waitedNanos += System.nanoTime() - began;
  }
}
