package io.adamant.benchmark;

import io.adamant.data.BatchShape;
import io.adamant.data.CtrGenerator;
import io.adamant.engine.DataSettings;
import io.adamant.engine.GeneratedSource;
import io.adamant.engine.InputRules;
import io.adamant.engine.LocalSteps;
import io.adamant.engine.ShardedExamples;
import io.adamant.engine.Trainer;
import io.adamant.engine.TrainingListener;
import io.adamant.engine.TrainingSettings;
import io.adamant.model.LogisticRegression;
import io.adamant.optimizer.SparseUpdates;
import io.adamant.optimizer.UpdateSettings;
import io.adamant.optimizer.rule.AdamW;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;

/**
 * Synchronous steps and rounds of local steps in turn on Spark's standalone cluster, whose master
 * and two workers share the driver's process, and whose executors have one each; over the same
 * cached rows.
 *
 * <p>The log loss to reach is that of an epoch of synchronous steps. At which step either side is
 * there is found by a training that is validated as often on both sides, each so many steps, and
 * that counts for nothing else: trainings repeat to the bit, and those whose time is taken are of
 * just as many steps, without validation.
 */
public final class ClusterTrainings {
  private static final String MASTER = "local-cluster[2,1,1024]";
  private static final int WORKERS = 2;
  private static final double HELD_BACK = 0.1;
  private static final double LEARNING_RATE = 0.02;
  private static final int MOST_EPOCHS = 4;
  private static final long NOT_REACHED = -1;

  private final JavaSparkContext spark;
  private final ShardedExamples examples;
  private final long batch;
  private final int localSteps;
  private final PrintStream out;

  private ClusterTrainings(
      JavaSparkContext spark,
      ShardedExamples examples,
      long batch,
      int localSteps,
      PrintStream out) {
    this.spark = spark;
    this.examples = examples;
    this.batch = batch;
    this.localSteps = localSteps;
    this.out = out;
  }

  /** Rows, features, batch size, local steps a round, rounds of measurements. */
  public static void main(String[] arguments) {
    long rows = Long.parseLong(arguments[0]);
    int features = Integer.parseInt(arguments[1]);
    long batch = Long.parseLong(arguments[2]);
    SparkConf conf =
        new SparkConf()
            .setMaster(MASTER)
            .setAppName("adamant benchmark on a cluster")
            .setIfMissing("spark.ui.enabled", "false")
            .set("spark.driver.host", "127.0.0.1")
            .set("spark.driver.bindAddress", "127.0.0.1")
            .set("spark.executor.memory", "1g")
            .set("spark.executor.cores", "1")
            // No task before both workers are there, so that both get some.
            .set("spark.scheduler.minRegisteredResourcesRatio", "1.0")
            .set("spark.scheduler.maxRegisteredResourcesWaitingTime", "120s");
    // A lane for each worker at least, else one would have no rows.
    BatchShape shape = new BatchShape(Math.max(WORKERS, BatchShape.of(batch).lanes()), 1);
    DataSettings settings = new DataSettings(0, batch, shape, WORKERS, HELD_BACK);
    try (JavaSparkContext spark = new JavaSparkContext(conf);
        ShardedExamples examples =
            ShardedExamples.load(
                new GeneratedSource(spark, new CtrGenerator(0, features), rows),
                new InputRules(features, 0, false, 0),
                settings)) {
      new ClusterTrainings(spark, examples, batch, Integer.parseInt(arguments[3]), System.out)
          .compare(Integer.parseInt(arguments[4]));
    }
  }

  private void compare(int rounds) {
    int epoch = examples.plan().stepsPerEpoch();
    double[] lossByStep = new double[epoch + 1];
    train(
        1,
        epoch,
        localSteps,
        true,
        (step, validation) -> {
          if (validation != null) {
            lossByStep[(int) step.step()] = validation.loss();
          }
        });
    double target = lossByStep[epoch];
    long together = epoch;
    for (int step = epoch; step > 0; step--) {
      together = lossByStep[step] > 0 && lossByStep[step] <= target ? step : together;
    }
    long apart = stepsApart(target, (long) MOST_EPOCHS * epoch);
    if (apart == NOT_REACHED) {
      throw new IllegalStateException(
          "log loss %.5f was not reached in %d epochs of local steps"
              .formatted(target, MOST_EPOCHS));
    }
    double coldTogether = seconds(1, together);
    double coldApart = seconds(localSteps, apart);
    List<Double> secondsTogether = new ArrayList<>();
    List<Double> secondsApart = new ArrayList<>();
    for (int round = 1; round <= rounds; round++) {
      secondsTogether.add(seconds(1, together));
      secondsApart.add(seconds(localSteps, apart));
      Line.progress(
              "round %d: %.2f s and %.2f s",
              round, secondsTogether.get(round - 1), secondsApart.get(round - 1))
          .print(out);
    }
    Line.seconds("synchronous steps, warm", secondsTogether).print(out);
    Line.seconds("%d local steps a round, warm".formatted(localSteps), secondsApart).print(out);
    Line.seconds("synchronous steps, the first of their timed trainings", List.of(coldTogether))
        .print(out);
    Line.seconds("local steps, the first of their timed trainings", List.of(coldApart)).print(out);
    Line.note(
            "held-out log loss %.5f or less after %d synchronous steps and after %d local ones, batches of %,d rows",
            target, together, apart, batch)
        .print(out);
    Line.note(
            "both with resident tasks, the default, and AdamW, sparse updates lazy; master and workers are in the driver's process, each executor in its own")
        .print(out);
  }

  /** Steps after which rounds of local steps have a log loss, or {@link #NOT_REACHED}. */
  private long stepsApart(double target, long most) {
    long[] reached = {NOT_REACHED};
    try {
      train(
          localSteps,
          most,
          1,
          true,
          (step, validation) -> {
            if (validation != null && validation.loss() <= target) {
              reached[0] = step.step();
              throw new ReachedException();
            }
          });
    } catch (ReachedException e) {
      // The training's end.
    }
    return reached[0];
  }

  private double seconds(int localSteps, long steps) {
    Stopwatch watch = new Stopwatch();
    train(localSteps, steps, steps, false, (step, validation) -> {});
    return watch.seconds();
  }

  private void train(
      int localSteps,
      long steps,
      long validationEvery,
      boolean validates,
      TrainingListener listener) {
    new Trainer(
            spark,
            new LogisticRegression(true),
            examples,
            validates ? examples.heldBack() : null,
            TrainingSettings.of(
                    UpdateSettings.of(
                        new AdamW(LEARNING_RATE, 0.9, 0.999, 1e-8, 0), SparseUpdates.LAZY),
                    steps,
                    validationEvery)
                .withLocalSteps(new LocalSteps(localSteps, LocalSteps.AVERAGE)),
            listener)
        .train();
  }

  /** Ends a training from its listener. */
  private static final class ReachedException extends RuntimeException {
    private static final long serialVersionUID = 1;
  }

  /**
   * A line of the output, for the process that started this one.
   *
   * @param values none but for {@link Kind#SECONDS}
   */
  record Line(Kind kind, String text, List<Double> values) {
    enum Kind {
      PROGRESS,
      NOTE,
      SECONDS
    }

    private static final String SEPARATOR = "\t";

    static Line progress(String format, Object... arguments) {
      return new Line(Kind.PROGRESS, String.format(Locale.ROOT, format, arguments), List.of());
    }

    static Line note(String format, Object... arguments) {
      return new Line(Kind.NOTE, String.format(Locale.ROOT, format, arguments), List.of());
    }

    static Line seconds(String text, List<Double> values) {
      return new Line(Kind.SECONDS, text, List.copyOf(values));
    }

    static Line parse(String line) {
      String[] parts = line.split(SEPARATOR, -1);
      List<Double> values =
          Arrays.stream(parts).skip(2).map(Double::valueOf).collect(Collectors.toList());
      return new Line(Kind.valueOf(parts[0]), parts[1], values);
    }

    void print(PrintStream out) {
      List<String> parts = new ArrayList<>(List.of(kind.name(), text));
      values.forEach(value -> parts.add(value.toString()));
      out.println(String.join(SEPARATOR, parts));
    }
  }
}
