package io.adamant.benchmark;

import java.util.List;
import org.apache.spark.ml.classification.FMClassificationModel;
import org.apache.spark.ml.classification.FMClassifier;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Runs of MLlib's factorization machine, each iteration of which is a step on a part of the rows.
 */
final class MllibFactorizationMachine {
  /** Standard deviation of the factors before training: MLlib's default. */
  static final double INITIAL_SCALE = 0.01;

  /** Where MLlib submits the job of a step. */
  private static final String PLACE = "treeAggregate at GradientDescent";

  private final Dataset<Row> table;
  private final int factors;
  private final double learningRate;
  private final double fraction;

  /**
   * @param fraction expected part of the rows in a batch
   */
  MllibFactorizationMachine(Dataset<Row> table, int factors, double learningRate, double fraction) {
    // The same columns under a plan of its own: MLlib then keeps the rows in the form that its
    // steps read, and need not make them of the cached table in each.
    this.table = table.select(VectorTable.LABEL, VectorTable.FEATURES);
    this.factors = factors;
    this.learningRate = learningRate;
    this.fraction = fraction;
  }

  /** A run. */
  record Run(double seconds, List<Double> stepMilliseconds) {
    /** The time of a step in the middle of the order of their times. */
    double medianStep() {
      return Figure.median(stepMilliseconds);
    }
  }

  /**
   * Runs some steps, each of which is a Spark job. The time of one is that from its job's beginning
   * to that of the next, so what comes before the first is left out, and so is the last step.
   */
  Run run(int steps) {
    FMClassifier classifier =
        new FMClassifier()
            .setLabelCol(VectorTable.LABEL)
            .setFeaturesCol(VectorTable.FEATURES)
            .setSolver("adamW")
            .setFactorSize(factors)
            .setInitStd(INITIAL_SCALE)
            .setStepSize(learningRate)
            .setMiniBatchFraction(fraction)
            .setMaxIter(steps)
            // No end before the last step.
            .setTol(0)
            .setSeed(0);
    try (JobStarts starts = JobStarts.listen(table.sparkSession().sparkContext(), PLACE)) {
      Stopwatch watch = new Stopwatch();
      FMClassificationModel model = classifier.fit(table);
      double seconds = watch.seconds();
      int taken = model.summary().totalIterations();
      if (taken != steps) {
        throw new IllegalStateException("MLlib took %d of %d steps".formatted(taken, steps));
      }
      return new Run(seconds, starts.gaps(steps));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("the benchmark was interrupted", e);
    }
  }
}
