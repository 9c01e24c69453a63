package io.adamant.benchmark;

import io.adamant.engine.ShardedExamples;
import io.adamant.engine.StepMetrics;
import io.adamant.engine.Trainer;
import io.adamant.engine.TrainingSettings;
import io.adamant.engine.TrainingStart;
import io.adamant.model.LogisticRegression;
import io.adamant.model.Model;
import io.adamant.optimizer.OptimizerState;
import io.adamant.optimizer.UpdateSettings;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.api.java.JavaSparkContext;
import org.jspecify.annotations.Nullable;

/**
 * A training in blocks of steps, each of which goes on from where the last one ended, so that
 * another side may take its turn between them.
 */
final class SteadyTraining {
  private final JavaSparkContext spark;
  private final Model model;
  private final ShardedExamples examples;
  private final UpdateSettings update;
  private @Nullable TrainingStart start;

  /** Of a logistic regression. */
  SteadyTraining(JavaSparkContext spark, ShardedExamples examples, UpdateSettings update) {
    this(spark, new LogisticRegression(true), examples, update);
  }

  SteadyTraining(
      JavaSparkContext spark, Model model, ShardedExamples examples, UpdateSettings update) {
    this.spark = spark;
    this.model = model;
    this.examples = examples;
    this.update = update;
  }

  /** What is known of a block. */
  record Block(double seconds, List<Double> stepMilliseconds, List<StepMetrics> steps) {
    /** The time of a step in the middle of the order of their times. */
    double medianStep() {
      return Figure.median(stepMilliseconds);
    }

    /** Bytes of a step's working set. */
    double medianBytesOut() {
      return Figure.median(steps.stream().map(step -> (double) step.bytesOut()).toList());
    }
  }

  /**
   * Takes the next block.
   *
   * @param steps at least 2: a step's time is that from its predecessor's end to its own
   */
  Block run(int steps) {
    List<Long> ends = new ArrayList<>();
    List<StepMetrics> metrics = new ArrayList<>();
    TrainingStart from =
        start == null ? TrainingStart.zeros(Trainer.layout(model, examples.features())) : start;
    Stopwatch watch = new Stopwatch();
    Trainer trainer =
        new Trainer(
            spark,
            model,
            examples,
            null,
            TrainingSettings.of(update, steps, steps),
            (step, validation) -> {
              ends.add(System.nanoTime());
              metrics.add(step);
            },
            from);
    trainer.train();
    double seconds = watch.seconds();
    OptimizerState state = trainer.state();
    start = new TrainingStart(trainer.trainedParameters(), state);
    // The last step is left out: what is done once, at the end of all steps, comes with it.
    List<Double> milliseconds = new ArrayList<>();
    for (int i = 1; i < Math.max(2, ends.size() - 1); i++) {
      milliseconds.add((ends.get(i) - ends.get(i - 1)) * 1e-6);
    }
    return new Block(seconds, milliseconds, metrics);
  }
}
