package io.adamant.engine;

import io.adamant.data.BatchShape;
import io.adamant.data.CtrGenerator;
import io.adamant.model.LogisticRegression;
import io.adamant.optimizer.SparseUpdates;
import io.adamant.optimizer.UpdateSettings;
import io.adamant.optimizer.rule.AdamW;
import io.adamant.testing.MavenSpark;
import io.adamant.testing.StandaloneCluster;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;

/**
 * The time to the held-out log loss of the first epoch of synchronous steps, by them and by local
 * steps, on a standalone cluster of two workers on the loopback interface: trainings in turn over
 * the same cached rows, the first pair cold. Time is that of the steps: neither reading nor
 * validation, which comes with each round, and as often among synchronous steps.
 *
 * <p>Needs the job jar: {@code mvn package} first. Arguments: pairs of trainings, local steps,
 * rows, features, batch size, {@code resident} for resident tasks in place of a job a step or
 * round.
 */
public final class LocalStepsOnCluster {
  private static final String SPARK_DEFAULTS = "/io/adamant/conf/spark-defaults.conf";
  private static final int SHARDS = 2;
  private static final int MOST_EPOCHS = 4;

  private LocalStepsOnCluster() {}

  public static void main(String[] arguments) throws IOException, InterruptedException {
    int pairs = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 4;
    int localSteps = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 16;
    long rows = arguments.length > 2 ? Long.parseLong(arguments[2]) : 1_000_000;
    int features = arguments.length > 3 ? Integer.parseInt(arguments[3]) : 1 << 20;
    long batch = arguments.length > 4 ? Long.parseLong(arguments[4]) : 16_384;
    boolean residentTasks = arguments.length > 5 && arguments[5].equals("resident");
    Path folder = Files.createTempDirectory("local-steps");
    try (StandaloneCluster cluster =
            StandaloneCluster.start(
                MavenSpark.in(folder.resolve("spark")),
                SHARDS,
                Files.createDirectory(folder.resolve("cluster")));
        JavaSparkContext spark = new JavaSparkContext(conf(cluster.master()))) {
      RowSource source = new GeneratedSource(spark, new CtrGenerator(0, features), rows);
      DataSettings data = new DataSettings(0, batch, BatchShape.of(batch), SHARDS, 0.1);
      try (ShardedExamples examples =
          ShardedExamples.load(source, new InputRules(features, 0, false, 0), data)) {
        measure(spark, examples, pairs, localSteps, residentTasks);
      }
    }
  }

  private static SparkConf conf(String master) throws IOException {
    SparkConf conf = new SparkConf().setMaster(master).setAppName("local steps on a cluster");
    Properties defaults = new Properties();
    try (InputStream in = LocalStepsOnCluster.class.getResourceAsStream(SPARK_DEFAULTS)) {
      defaults.load(in);
    }
    defaults.stringPropertyNames().forEach(key -> conf.set(key, defaults.getProperty(key)));
    return conf.set("spark.ui.enabled", "false")
        .set("spark.driver.host", "127.0.0.1")
        .set("spark.driver.bindAddress", "127.0.0.1")
        .set("spark.executor.memory", "1g")
        .set("spark.executor.cores", "1")
        .set("spark.executor.extraClassPath", MavenSpark.jobJar().toString())
        .set("spark.scheduler.minRegisteredResourcesRatio", "1.0")
        .set("spark.scheduler.maxRegisteredResourcesWaitingTime", "120s");
  }

  private static void measure(
      JavaSparkContext spark,
      ShardedExamples examples,
      int pairs,
      int localSteps,
      boolean residentTasks) {
    double target = Double.NaN;
    List<Double> ratios = new ArrayList<>();
    for (int pair = 0; pair < pairs; pair++) {
      Training synchronous = new Training(spark, examples, 1, localSteps, residentTasks);
      synchronous.run(1, target);
      target = pair == 0 ? synchronous.logLoss : target;
      Training local = new Training(spark, examples, localSteps, 1, residentTasks);
      local.run(MOST_EPOCHS, target);
      double ratio = local.logLoss <= target ? synchronous.seconds / local.seconds : Double.NaN;
      if (pair > 0) {
        ratios.add(ratio);
      }
      System.out.printf(
          Locale.ROOT,
          "%s: synchronous %s; %d local steps %s; ratio %.2f%n",
          pair == 0 ? "cold" : "warm",
          synchronous,
          localSteps,
          local,
          ratio);
    }
    Collections.sort(ratios);
    if (!ratios.isEmpty()) {
      System.out.printf(
          Locale.ROOT, "median of the warm ratios: %.2f%n", ratios.get(ratios.size() / 2));
    }
  }

  /** One training, up to the validation that reaches a log loss. */
  private static final class Training {
    private final JavaSparkContext spark;
    private final ShardedExamples examples;
    private final int localSteps;
    private final int validationEvery;
    private final boolean residentTasks;

    private double seconds;
    private double gather;
    private double broadcast;
    private double job;
    private double update;
    private double logLoss = Double.NaN;
    private int lines;
    private long steps;
    private long bytes;

    Training(
        JavaSparkContext spark,
        ShardedExamples examples,
        int localSteps,
        int validationEvery,
        boolean residentTasks) {
      this.residentTasks = residentTasks;
      this.validationEvery = validationEvery;
      this.spark = spark;
      this.examples = examples;
      this.localSteps = localSteps;
    }

    /** Trains until the log loss is reached. */
    void run(int mostEpochs, double target) {
      int epochSteps = examples.plan().stepsPerEpoch();
      TrainingSettings settings =
          TrainingSettings.of(
                  UpdateSettings.of(new AdamW(0.02, 0.9, 0.999, 1e-8, 0), SparseUpdates.LAZY),
                  (long) mostEpochs * epochSteps,
                  validationEvery)
              .withResidentTasks(residentTasks)
              .withLocalSteps(new LocalSteps(localSteps, LocalSteps.AVERAGE));
      try {
        new Trainer(
                spark,
                new LogisticRegression(true),
                examples,
                examples.heldBack(),
                settings,
                (metrics, validation) -> {
                  add(metrics);
                  if (validation != null) {
                    logLoss = validation.loss();
                    steps = metrics.step();
                    if (logLoss <= target) {
                      throw new ReachedException();
                    }
                  }
                })
            .train();
      } catch (ReachedException e) {
        // The training's end.
      }
    }

    private void add(StepMetrics metrics) {
      StepMetrics.Phases phases = metrics.seconds();
      seconds += phases.total();
      gather += phases.gather();
      broadcast += phases.broadcast();
      job += phases.job();
      update += phases.update();
      lines++;
      bytes += metrics.bytesOut() + metrics.bytesBack();
    }

    @Override
    public String toString() {
      return String.format(
          Locale.ROOT,
          "%.2f s to %.5f in %d steps (%d jobs of %.1f ms: gather %.1f, broadcast %.1f, job %.1f,"
              + " update %.1f; %.1f MB)",
          seconds,
          logLoss,
          steps,
          lines,
          1e3 * seconds / lines,
          1e3 * gather / lines,
          1e3 * broadcast / lines,
          1e3 * job / lines,
          1e3 * update / lines,
          bytes * 1e-6);
    }
  }

  /** Ends a training from its listener. */
  private static final class ReachedException extends RuntimeException {
    private static final long serialVersionUID = 1;
  }
}
