package io.adamant.engine;

import io.adamant.data.BatchShape;
import io.adamant.data.CtrGenerator;
import io.adamant.model.LogisticRegression;
import io.adamant.optimizer.SparseUpdates;
import io.adamant.optimizer.UpdateSettings;
import io.adamant.optimizer.rule.AdamW;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.function.ToDoubleFunction;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;

/**
 * Whole steps on Spark, a job each, with far more shards than cores: what hundreds of tasks cost.
 * The batch is the same throughout, 256 lanes of 256 click-log-like rows.
 *
 * <p>Arguments: bits of the number of features, numbers of shards (by commas).
 */
public final class ManyShardsByJobs {
  private static final int LANES = 256;
  private static final int LANE_ROWS = 256;
  private static final int STEPS = 8;
  private static final int EPOCHS = 5;
  private static final int WARM_EPOCHS = 2;

  private ManyShardsByJobs() {}

  public static void main(String[] arguments) throws IOException {
    int bits = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 20;
    String shards = arguments.length > 1 ? arguments[1] : "2,8,32,128,256";
    SparkConf conf = new SparkConf().setMaster("local[2]").setAppName("many shards by jobs");
    Properties defaults = new Properties();
    try (InputStream in =
        ManyShardsByJobs.class.getResourceAsStream("/io/adamant/conf/spark-defaults.conf")) {
      defaults.load(in);
    }
    defaults.stringPropertyNames().forEach(key -> conf.set(key, defaults.getProperty(key)));
    try (JavaSparkContext spark = new JavaSparkContext(conf)) {
      for (String count : shards.split(",", -1)) {
        train(spark, 1 << bits, Integer.parseInt(count));
      }
    }
  }

  private static void train(JavaSparkContext spark, int features, int shards) {
    long batch = LANES * LANE_ROWS;
    RowSource source = new GeneratedSource(spark, new CtrGenerator(0, features), STEPS * batch);
    BatchShape shape = new BatchShape(LANES, 1);
    try (ShardedExamples examples =
        ShardedExamples.load(
            source,
            new InputRules(features, 0, false, 0),
            new DataSettings(0, batch, shape, shards, 0))) {
      TrainingSettings settings =
          TrainingSettings.of(
                  UpdateSettings.of(new AdamW(0.01), SparseUpdates.LAZY), EPOCHS * STEPS, STEPS)
              .withResidentTasks(false);
      List<StepMetrics> warm = new ArrayList<>();
      new Trainer(
              spark,
              new LogisticRegression(true),
              examples,
              null,
              settings,
              (metrics, validation) -> {
                if (metrics.epoch() > WARM_EPOCHS) {
                  warm.add(metrics);
                }
              })
          .train();
      System.out.printf(
          Locale.ROOT,
          "2^%d features, %d shards: step %.2f ms (gather %.2f, broadcast %.2f, job %.2f, update"
              + " %.2f); %.0f rows, %.0f bytes out, %.0f back%n",
          Integer.numberOfTrailingZeros(features),
          shards,
          median(warm, m -> m.seconds().total() * 1e3),
          median(warm, m -> m.seconds().gather() * 1e3),
          median(warm, m -> m.seconds().broadcast() * 1e3),
          median(warm, m -> m.seconds().job() * 1e3),
          median(warm, m -> m.seconds().update() * 1e3),
          median(warm, StepMetrics::rows),
          median(warm, StepMetrics::bytesOut),
          median(warm, StepMetrics::bytesBack));
    }
  }

  private static double median(List<StepMetrics> steps, ToDoubleFunction<StepMetrics> of) {
    return steps.stream().mapToDouble(of).sorted().toArray()[steps.size() / 2];
  }
}
