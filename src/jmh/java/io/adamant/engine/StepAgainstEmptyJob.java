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
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import org.apache.spark.SparkConf;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.storage.RDDInfo;
import scala.collection.Iterator;
import scala.reflect.ClassTag$;
import scala.runtime.AbstractFunction2;

/**
 * The time of a training step against that of an empty job over the same cached shards, in turn in
 * one run: after each epoch as many empty jobs as it had steps, and the medians of both, the first
 * epoch being the cold one. Also the cached bytes per non-zero.
 *
 * <p>Arguments: rows, features, batch size, epochs, lazy, dense or deferred, rows a block, resident
 * or jobs (whether tasks stay for many steps). Spark's settings are those of {@code
 * conf/spark-defaults.conf}.
 */
public final class StepAgainstEmptyJob {
  private static final String SPARK_DEFAULTS = "/io/adamant/conf/spark-defaults.conf";

  private StepAgainstEmptyJob() {}

  public static void main(String[] arguments) throws IOException {
    long rows = arguments.length > 0 ? Long.parseLong(arguments[0]) : 500_000;
    int features = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 1 << 20;
    long batch = arguments.length > 2 ? Long.parseLong(arguments[2]) : 16_384;
    int epochs = arguments.length > 3 ? Integer.parseInt(arguments[3]) : 12;
    SparseUpdates sparse =
        SparseUpdates.valueOf(
            (arguments.length > 4 ? arguments[4] : "lazy").toUpperCase(Locale.ROOT));
    int blockRows =
        arguments.length > 5 ? Integer.parseInt(arguments[5]) : BatchShape.SMALLEST_BLOCK_ROWS;
    boolean residentTasks = arguments.length <= 6 || arguments[6].equals("resident");
    SparkConf conf = new SparkConf().setMaster("local[2]").setAppName("step against empty job");
    Properties defaults = new Properties();
    try (InputStream in = StepAgainstEmptyJob.class.getResourceAsStream(SPARK_DEFAULTS)) {
      defaults.load(in);
    }
    defaults.stringPropertyNames().forEach(key -> conf.set(key, defaults.getProperty(key)));
    for (String key : System.getProperties().stringPropertyNames()) {
      if (key.startsWith("spark.")) {
        conf.set(key, System.getProperty(key));
      }
    }
    try (JavaSparkContext spark = new JavaSparkContext(conf)) {
      RowSource source = new GeneratedSource(spark, new CtrGenerator(0, features), rows);
      DataSettings data = new DataSettings(0, batch, BatchShape.of(batch, blockRows), 2, 0);
      ShardedExamples examples =
          ShardedExamples.load(source, new InputRules(features, 0, false, 0), data);
      long steps = (long) epochs * examples.plan().stepsPerEpoch();
      TrainingSettings settings =
          TrainingSettings.of(
                  UpdateSettings.of(new AdamW(0.01), sparse),
                  steps,
                  examples.plan().stepsPerEpoch())
              .withResidentTasks(residentTasks);
      Measurement measurement = new Measurement(spark, examples);
      new Trainer(
              spark,
              new LogisticRegression(true),
              examples,
              null,
              settings,
              (metrics, validation) -> measurement.add(metrics))
          .train();
      measurement.printCachedBytes();
    }
  }

  private static final class Measurement {
    private final JavaSparkContext spark;
    private final ShardedExamples examples;
    private final List<double[]> epoch = new ArrayList<>();

    Measurement(JavaSparkContext spark, ShardedExamples examples) {
      this.spark = spark;
      this.examples = examples;
    }

    void add(StepMetrics metrics) {
      StepMetrics.Phases seconds = metrics.seconds();
      epoch.add(
          new double[] {
            seconds.total() * 1e3,
            seconds.gather() * 1e3,
            seconds.broadcast() * 1e3,
            seconds.job() * 1e3,
            seconds.update() * 1e3
          });
      // At the end of an epoch the cores are free for other jobs.
      if (metrics.step() % examples.plan().stepsPerEpoch() == 0) {
        double empty = emptyJob(epoch.size());
        System.out.printf(
            Locale.ROOT,
            "epoch %d: step %.2f ms (gather %.2f, broadcast %.2f, job %.2f, update %.2f), empty job"
                + " %.2f ms, ratio %.2f; %d rows, %d bytes out, %d back%n",
            metrics.epoch(),
            median(0),
            median(1),
            median(2),
            median(3),
            median(4),
            empty,
            median(0) / empty,
            metrics.rows(),
            metrics.bytesOut(),
            metrics.bytesBack());
        epoch.clear();
      }
    }

    /** Median milliseconds of some empty jobs. */
    private double emptyJob(int count) {
      double[] milliseconds = new double[count];
      for (int i = 0; i < count; i++) {
        long started = System.nanoTime();
        spark
            .sc()
            .runJob(
                examples.shards().rdd(), new EmptyTask(), ClassTag$.MODULE$.apply(Integer.class));
        milliseconds[i] = (System.nanoTime() - started) * 1e-6;
      }
      Arrays.sort(milliseconds);
      return milliseconds[count / 2];
    }

    private double median(int column) {
      List<Double> values = new ArrayList<>();
      epoch.forEach(row -> values.add(row[column]));
      Collections.sort(values);
      return values.get(values.size() / 2);
    }

    void printCachedBytes() {
      for (RDDInfo info : spark.sc().getRDDStorageInfo()) {
        System.out.printf(
            Locale.ROOT,
            "%s: %.2f cached bytes per non-zero%n",
            info.name(),
            (double) info.memSize() / examples.survey().nonZeros());
      }
    }
  }

  private static final class EmptyTask
      extends AbstractFunction2<TaskContext, Iterator<Shard>, Integer>
      implements java.io.Serializable {
    @Override
    public Integer apply(TaskContext context, Iterator<Shard> shards) {
      return 0;
    }
  }
}
