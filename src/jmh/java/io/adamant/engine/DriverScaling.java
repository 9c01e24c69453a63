package io.adamant.engine;

import io.adamant.engine.DriverSteps.Phase;
import io.adamant.engine.DriverSteps.Sample;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import org.apache.spark.SparkConf;
import org.apache.spark.serializer.KryoSerializer;

/**
 * The driver's part of a step by the number of shards, against a cost model whose constants are
 * fitted to few shards alone; and what the model, fitted to all, says of whole clusters. What is
 * simulated and what is not, {@link DriverSteps} says.
 *
 * <p>Arguments: bits of the number of features, rows of a shard in a step (several, by commas).
 */
public final class DriverScaling {
  private static final int[] FITTED = {1, 2, 8, 32};
  private static final int[] PREDICTED = {128, 512};
  private static final int STEPS = 4;
  private static final int MOST_SAMPLES = 240;
  private static final int LEAST_ROUNDS = 6;

  private DriverScaling() {}

  public static void main(String[] arguments) throws IOException {
    int bits = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 20;
    String rows = arguments.length > 1 ? arguments[1] : "256,1024";
    WireCodec codec = codec();
    List<Row> fitted = new ArrayList<>();
    List<Row> predicted = new ArrayList<>();
    double taskNanosPerRow = 0;
    for (String count : rows.split(",", -1)) {
      MadeUpShards made =
          new MadeUpShards(codec, 1 << bits, Integer.parseInt(count), PREDICTED[1], STEPS);
      double taskNanos = made.taskNanosPerNonZero();
      taskNanosPerRow = taskNanos * made.nonZerosPerRow();
      System.out.printf(
          Locale.ROOT,
          "2^%d features, %d rows a shard and step, %.1f non-zeros a row: a task takes %.2f ns a"
              + " non-zero%n",
          bits,
          made.rows,
          made.nonZerosPerRow(),
          taskNanos);
      try (DriverSteps driver = new DriverSteps(codec, made)) {
        warmUp(driver);
        for (int shards : FITTED) {
          fitted.add(measure(driver, made.rows, shards));
        }
        for (int shards : PREDICTED) {
          predicted.add(measure(driver, made.rows, shards));
        }
      }
    }
    Map<Phase, LinearFit> model = fit(fitted);
    System.out.println("fitted to 1 to 32 shards");
    print(model);
    fitted.forEach(row -> print(row, model));
    predicted.forEach(row -> print(row, model));

    List<Row> all = new ArrayList<>(fitted);
    all.addAll(predicted);
    Map<Phase, LinearFit> whole = fit(all);
    System.out.println("fitted to all");
    print(whole);
    Sample large = predicted.get(predicted.size() - 1).median;
    double idBytes = (double) large.bytesBack / large.entries - Double.BYTES;
    new ScalingPrediction(1 << bits, whole, idBytes, taskNanosPerRow).print();
  }

  private static WireCodec codec() throws IOException {
    Properties defaults = new Properties();
    try (InputStream in =
        DriverScaling.class.getResourceAsStream("/io/adamant/conf/spark-defaults.conf")) {
      defaults.load(in);
    }
    SparkConf conf = new SparkConf(false);
    defaults.stringPropertyNames().forEach(key -> conf.set(key, defaults.getProperty(key)));
    return new WireCodec(new KryoSerializer(conf));
  }

  private static void warmUp(DriverSteps driver) {
    for (int round = 0; round < 4; round++) {
      for (int i = 0; i < 60; i++) {
        driver.run(2);
      }
      for (int i = 0; i < 12; i++) {
        driver.run(32);
      }
      driver.run(128);
    }
  }

  /** The medians of some steps. */
  private static Row measure(DriverSteps driver, int rows, int shards) {
    int rounds = Math.max(LEAST_ROUNDS, MOST_SAMPLES / STEPS / shards);
    List<Sample> samples = new ArrayList<>();
    driver.run(shards);
    for (int round = 0; round < rounds; round++) {
      samples.addAll(List.of(driver.run(shards)));
    }
    Sample median = new Sample();
    for (Phase phase : Phase.values()) {
      double[] sorted = samples.stream().mapToDouble(s -> s.millis.get(phase)).sorted().toArray();
      median.millis.put(phase, sorted[sorted.length / 2]);
    }
    for (Sample sample : samples.subList(0, STEPS)) {
      median.distinct += sample.distinct / STEPS;
      median.entries += sample.entries / STEPS;
      median.bytesOut += sample.bytesOut / STEPS;
      median.bytesBack += sample.bytesBack / STEPS;
    }
    return new Row(rows, shards, median);
  }

  private record Row(int rows, int shards, Sample median) {
    double[] counts(Phase phase) {
      return DriverScaling.counts(phase, shards, median.entries * 1e-6, median.distinct * 1e-6);
    }
  }

  /**
   * What a phase's time is in proportion to: itself, messages, entries, distinct features, and
   * those of all shards' sums.
   *
   * @param entries millions of features, counted in each shard by themselves
   * @param distinct millions of features of the whole batch
   */
  static double[] counts(Phase phase, int shards, double entries, double distinct) {
    return switch (phase) {
      case GATHER, UPDATE -> new double[] {1, 0, 0, distinct, 0};
      case ENCODE, DECODE, COUNT -> new double[] {1, shards * 1e-3, entries, 0, 0};
      case SLICE, UNION -> new double[] {1, 0, entries, distinct, 0};
      // Tiles go over all rows of all leaves; where that were more, they are not taken.
      case SUM -> new double[] {1, 0, entries, 0, Math.min(shards * distinct, 64 * entries)};
    };
  }

  private static Map<Phase, LinearFit> fit(List<Row> rows) {
    Map<Phase, LinearFit> model = new EnumMap<>(Phase.class);
    for (Phase phase : Phase.values()) {
      model.put(
          phase,
          LinearFit.of(
              rows.stream().map(row -> row.counts(phase)).toList(),
              rows.stream().map(row -> row.median.millis.get(phase)).toList()));
    }
    return model;
  }

  private static void print(Map<Phase, LinearFit> model) {
    System.out.println(
        "phase: ms a step, us a shard, ns an entry, ns a distinct feature, ns a distinct feature and shard");
    for (Phase phase : Phase.values()) {
      double[] constants = Objects.requireNonNull(model.get(phase)).constants;
      System.out.printf(
          Locale.ROOT,
          "%s: %.3f %.2f %.2f %.2f %.3f%n",
          phase,
          constants[0],
          constants[1],
          constants[2],
          constants[3],
          constants[4]);
    }
  }

  private static void print(Row row, Map<Phase, LinearFit> model) {
    Sample median = row.median;
    double predicted = 0;
    StringBuilder phases = new StringBuilder();
    for (Phase phase : Phase.values()) {
      double millis = Objects.requireNonNull(model.get(phase)).at(row.counts(phase));
      predicted += millis;
      phases.append(
          "%s %.2f (%.2f) "
              .formatted(phase.name().toLowerCase(Locale.ROOT), median.millis.get(phase), millis));
    }
    System.out.printf(
        Locale.ROOT,
        "%d shards x %d rows: %d distinct, %d entries, %d bytes out, %d back; measured %.2f ms,"
            + " model %.2f (%+.0f %%): %s%n",
        row.shards,
        row.rows,
        median.distinct,
        median.entries,
        median.bytesOut,
        median.bytesBack,
        median.total(),
        predicted,
        100 * (predicted / median.total() - 1),
        phases);
  }
}
