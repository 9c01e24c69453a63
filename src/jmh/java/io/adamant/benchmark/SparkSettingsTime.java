package io.adamant.benchmark;

import io.adamant.data.BatchShape;
import io.adamant.data.CtrGenerator;
import io.adamant.engine.DataSettings;
import io.adamant.engine.GeneratedSource;
import io.adamant.engine.InputRules;
import io.adamant.engine.ShardedExamples;
import io.adamant.engine.Trainer;
import io.adamant.engine.TrainingSettings;
import io.adamant.model.LogisticRegression;
import io.adamant.optimizer.SparseUpdates;
import io.adamant.optimizer.UpdateSettings;
import io.adamant.optimizer.rule.AdamW;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;

/**
 * What settings of Spark's are worth: the time to lay out the shards, of a step with resident
 * tasks, and of a step that is a job, with {@code conf/spark-defaults.conf} and with one key
 * changed. Each has a Spark context of its own, and they take turns; the unchanged ones come twice
 * a round, so that their difference tells what is noise.
 *
 * <p>Arguments: master, such as {@code local[2]} or {@code local-cluster[2,1,1024]}, which needs
 * SPARK_HOME; rounds; then {@code key=value} each.
 */
public final class SparkSettingsTime {
  private static final String SPARK_DEFAULTS = "/io/adamant/conf/spark-defaults.conf";
  private static final int ROWS = 300_000;
  private static final int FEATURES = 1 << 20;
  private static final long BATCH = 16_384;
  private static final int SHARDS = 2;
  private static final int STEPS = 60;
  private static final LogisticRegression MODEL = new LogisticRegression(true);

  private SparkSettingsTime() {}

  /** What was measured with one setting: milliseconds. */
  private record Times(List<Double> packing, List<Double> resident, List<Double> jobs) {
    Times() {
      this(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    }
  }

  public static void main(String[] arguments) throws IOException {
    int rounds = Integer.parseInt(arguments[1]);
    Map<String, Times> bySetting = new LinkedHashMap<>();
    bySetting.put("as they are", new Times());
    for (int i = 2; i < arguments.length; i++) {
      bySetting.put(arguments[i], new Times());
    }
    bySetting.put("as they are, again", new Times());
    for (int round = 0; round <= rounds; round++) {
      for (Map.Entry<String, Times> setting : bySetting.entrySet()) {
        // The first round warms this process up.
        measure(arguments[0], setting.getKey(), round == 0 ? new Times() : setting.getValue());
      }
    }
    bySetting.forEach(
        (setting, times) ->
            System.out.printf(
                Locale.ROOT,
                "%s, %s: shards %.0f ms, resident step %.2f ms, step as a job %.2f ms%n",
                arguments[0],
                setting,
                Figure.median(times.packing()),
                Figure.median(times.resident()),
                Figure.median(times.jobs())));
  }

  private static void measure(String master, String setting, Times times) throws IOException {
    SparkConf conf = new SparkConf().setMaster(master).setAppName("settings of Spark's");
    Properties defaults = new Properties();
    try (InputStream in = SparkSettingsTime.class.getResourceAsStream(SPARK_DEFAULTS)) {
      defaults.load(in);
    }
    defaults.stringPropertyNames().forEach(key -> conf.set(key, defaults.getProperty(key)));
    conf.set("spark.ui.enabled", "false")
        .set("spark.driver.host", "127.0.0.1")
        .set("spark.driver.bindAddress", "127.0.0.1")
        .set("spark.executor.memory", "1g")
        .set("spark.executor.extraClassPath", System.getProperty("java.class.path"))
        .set("spark.scheduler.minRegisteredResourcesRatio", "1.0");
    int equals = setting.indexOf('=');
    if (equals > 0) {
      conf.set(setting.substring(0, equals), setting.substring(equals + 1));
    }
    try (JavaSparkContext spark = new JavaSparkContext(conf)) {
      Stopwatch watch = new Stopwatch();
      DataSettings data = new DataSettings(0, BATCH, BatchShape.of(BATCH), SHARDS, 0);
      try (ShardedExamples examples =
          ShardedExamples.load(
              new GeneratedSource(spark, new CtrGenerator(0, FEATURES), ROWS),
              new InputRules(FEATURES, 0, false, 0),
              data)) {
        if (examples.shards().count() != SHARDS) {
          throw new IllegalStateException("shards were lost");
        }
        times.packing().add(watch.milliseconds());
        times.resident().add(step(spark, examples, true));
        times.jobs().add(step(spark, examples, false));
      }
    }
  }

  /** The median of the later half of the steps' times. */
  private static double step(JavaSparkContext spark, ShardedExamples examples, boolean resident) {
    List<Double> milliseconds = new ArrayList<>();
    new Trainer(
            spark,
            MODEL,
            examples,
            null,
            TrainingSettings.of(
                    UpdateSettings.of(new AdamW(0.01), SparseUpdates.LAZY), STEPS, STEPS)
                .withResidentTasks(resident),
            (step, validation) -> milliseconds.add(step.seconds().total() * 1e3))
        .train();
    return Figure.median(milliseconds.subList(STEPS / 2, STEPS));
  }
}
