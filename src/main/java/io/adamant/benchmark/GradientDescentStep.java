package io.adamant.benchmark;

import io.adamant.engine.ShardedExamples;
import io.adamant.optimizer.Decay;
import io.adamant.optimizer.SparseUpdates;
import io.adamant.optimizer.UpdateSettings;
import io.adamant.optimizer.rule.Sgd;
import io.adamant.schedule.InverseSquareRootDecay;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.mllib.linalg.Vector;
import org.apache.spark.mllib.linalg.Vectors;
import org.apache.spark.mllib.optimization.GradientDescent;
import org.apache.spark.mllib.optimization.LogisticGradient;
import org.apache.spark.mllib.optimization.SquaredL2Updater;
import org.apache.spark.sql.Row;
import org.apache.spark.storage.StorageLevel;
import scala.Tuple2;

/**
 * A step of MLlib's minibatch gradient descent over ours: the same rows, the same rule (squared
 * penalty on every parameter, step sizes with the inverse square root of time) and batches of the
 * same expected size.
 */
final class GradientDescentStep implements Comparison {
  private static final double FRACTION = 0.01;
  private static final double STEP_SIZE = 1;
  private static final double PENALTY = 1e-5;

  /** Iterations of the short run and of the long one, whose difference is the time of steps. */
  private static final int FEW = 1;

  private static final int MANY = 21;

  @Override
  public String name() {
    return "gradient-descent-step";
  }

  @Override
  public String what() {
    return "mllib GradientDescent step (miniBatchFraction .01) over ours";
  }

  @Override
  public Bar bar() {
    return Bar.atLeast(15);
  }

  @Override
  public Result run(Workbench bench) {
    JavaRDD<Tuple2<Object, Vector>> rows =
        bench
            .table()
            .javaRDD()
            .map(GradientDescentStep::labeled)
            .persist(StorageLevel.MEMORY_AND_DISK());
    long batch = Math.max(1, Math.round(rows.count() * FRACTION));
    try (ShardedExamples examples = bench.shardsOfTable(batch)) {
      UpdateSettings update =
          UpdateSettings.of(new Sgd(STEP_SIZE, 0, 0, false, PENALTY, Decay.L2), SparseUpdates.DENSE)
              .withSchedule(new InverseSquareRootDecay(1));
      SteadyTraining ours = new SteadyTraining(bench.spark(), examples, update);
      Vector zeros = Vectors.dense(new double[bench.sizes().features()]);
      List<Double> theirSteps = new ArrayList<>();
      List<Double> ourSteps = new ArrayList<>();
      bench.say("both sides once, cold");
      double theirsCold = milliseconds(rows, zeros);
      double oursCold = ours.run(bench.sizes().steps()).medianStep();
      for (int round = 1; round <= bench.sizes().rounds(); round++) {
        theirSteps.add(milliseconds(rows, zeros));
        ourSteps.add(ours.run(bench.sizes().steps()).medianStep());
        bench.say(
            "round %d: %.1f and %.2f ms a step",
            round, theirSteps.get(round - 1), ourSteps.get(round - 1));
      }
      Figure theirs = new Figure("MLlib's step, warm", "ms", theirSteps);
      Figure own = new Figure("our step, warm", "ms", ourSteps);
      return Result.of(
          this,
          theirs.median() / own.median(),
          List.of(
              theirs,
              own,
              Figure.of("MLlib's step, cold", "ms", theirsCold),
              Figure.of("our step, cold", "ms", oursCold)),
          List.of(
              "MLlib's step is a %dth of the difference of runs of %d and of %d iterations"
                  .formatted(MANY - FEW, MANY, FEW),
              "batches of %,d rows, MLlib's on average".formatted(batch)));
    } finally {
      rows.unpersist(true);
    }
  }

  private static Tuple2<Object, Vector> labeled(Row row) {
    org.apache.spark.ml.linalg.Vector features = row.getAs(VectorTable.FEATURES);
    double label = row.getAs(VectorTable.LABEL);
    return new Tuple2<>(label, Vectors.fromML(features));
  }

  /** The time of a step of MLlib's. */
  private static double milliseconds(JavaRDD<Tuple2<Object, Vector>> rows, Vector start) {
    double few = run(rows, start, FEW);
    double many = run(rows, start, MANY);
    return (many - few) / (MANY - FEW);
  }

  private static double run(JavaRDD<Tuple2<Object, Vector>> rows, Vector start, int iterations) {
    Stopwatch watch = new Stopwatch();
    Tuple2<Vector, double[]> trained =
        GradientDescent.runMiniBatchSGD(
            rows.rdd(),
            new LogisticGradient(2),
            new SquaredL2Updater(),
            STEP_SIZE,
            iterations,
            PENALTY,
            FRACTION,
            start,
            // No end before the last iteration.
            0);
    double milliseconds = watch.milliseconds();
    if (trained._2().length < iterations) {
      throw new IllegalStateException(
          "MLlib took %d of %d steps".formatted(trained._2().length, iterations));
    }
    return milliseconds;
  }
}
