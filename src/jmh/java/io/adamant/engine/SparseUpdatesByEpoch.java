package io.adamant.engine;

import io.adamant.data.BatchShape;
import io.adamant.data.CtrGenerator;
import io.adamant.model.LogisticRegression;
import io.adamant.optimizer.OptimizerState;
import io.adamant.optimizer.SparseUpdates;
import io.adamant.optimizer.UpdateSettings;
import io.adamant.optimizer.rule.AdamW;
import java.io.IOException;
import java.io.InputStream;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;

/**
 * The time of an epoch under each meaning of a sparse step, in turn in one run on the same cached
 * shards: whole epochs, with what is caught up at their end. Each meaning goes on from where its
 * last epoch ended.
 *
 * <p>Arguments: rows, features, batch size, rounds.
 */
public final class SparseUpdatesByEpoch {
  private static final String SPARK_DEFAULTS = "/io/adamant/conf/spark-defaults.conf";

  private SparseUpdatesByEpoch() {}

  public static void main(String[] arguments) throws IOException {
    long rows = arguments.length > 0 ? Long.parseLong(arguments[0]) : 1_000_000;
    int features = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 1 << 20;
    long batch = arguments.length > 2 ? Long.parseLong(arguments[2]) : 16_384;
    int rounds = arguments.length > 3 ? Integer.parseInt(arguments[3]) : 10;
    SparkConf conf = new SparkConf().setMaster("local[2]").setAppName("sparse updates by epoch");
    Properties defaults = new Properties();
    try (InputStream in = SparseUpdatesByEpoch.class.getResourceAsStream(SPARK_DEFAULTS)) {
      defaults.load(in);
    }
    defaults.stringPropertyNames().forEach(key -> conf.set(key, defaults.getProperty(key)));
    try (JavaSparkContext spark = new JavaSparkContext(conf)) {
      RowSource source = new GeneratedSource(spark, new CtrGenerator(0, features), rows);
      DataSettings data = new DataSettings(0, batch, BatchShape.of(batch), 2, 0);
      ShardedExamples examples =
          ShardedExamples.load(source, new InputRules(features, 0, false, 0), data);
      Map<SparseUpdates, TrainingStart> starts = new EnumMap<>(SparseUpdates.class);
      LogisticRegression model = new LogisticRegression(true);
      for (int round = 1; round <= rounds; round++) {
        for (SparseUpdates sparse : SparseUpdates.values()) {
          TrainingStart start =
              starts.getOrDefault(sparse, TrainingStart.zeros(Trainer.layout(model, features)));
          long steps = examples.plan().stepsPerEpoch();
          double[] phases = new double[4];
          Trainer trainer =
              new Trainer(
                  spark,
                  model,
                  examples,
                  null,
                  TrainingSettings.of(UpdateSettings.of(new AdamW(0.01), sparse), steps, steps),
                  (metrics, validation) -> add(phases, metrics.seconds()),
                  start);
          long started = System.nanoTime();
          trainer.train();
          double seconds = (System.nanoTime() - started) * 1e-9;
          OptimizerState state = trainer.state();
          starts.put(sparse, new TrainingStart(trainer.trainedParameters(), state));
          System.out.printf(
              Locale.ROOT,
              "epoch %d, %s: %.3f s; ms a step: gather %.2f, broadcast %.2f, job %.2f, update"
                  + " %.2f%n",
              round,
              sparse.name().toLowerCase(Locale.ROOT),
              seconds,
              phases[0] * 1e3 / steps,
              phases[1] * 1e3 / steps,
              phases[2] * 1e3 / steps,
              phases[3] * 1e3 / steps);
        }
      }
    }
  }

  private static void add(double[] phases, StepMetrics.Phases seconds) {
    phases[0] += seconds.gather();
    phases[1] += seconds.broadcast();
    phases[2] += seconds.job();
    phases[3] += seconds.update();
  }
}
