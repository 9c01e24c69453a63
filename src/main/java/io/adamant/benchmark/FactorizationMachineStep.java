package io.adamant.benchmark;

import io.adamant.engine.ShardedExamples;
import io.adamant.linalg.InitialValues;
import io.adamant.model.FactorizationMachine;
import io.adamant.model.LogisticLoss;
import io.adamant.optimizer.SparseUpdates;
import io.adamant.optimizer.UpdateSettings;
import io.adamant.optimizer.rule.AdamW;
import java.util.ArrayList;
import java.util.List;

/**
 * A step of MLlib's factorization machine over ours: the same rows, the same number of factors, the
 * same rule, AdamW without decay on every parameter, and batches of the same expected size. Ours
 * takes its steps deferred, which is what a table of this size gets by default and equals MLlib's
 * dense steps to rounding; what ours costs with dense steps is told beside.
 */
final class FactorizationMachineStep implements Comparison {
  private static final double FRACTION = 0.01;
  private static final int FACTORS = 4;
  private static final double LEARNING_RATE = 0.01;

  /** MLlib's steps of a run; few, since each takes a second or more. */
  private static final int THEIR_STEPS = 6;

  @Override
  public String name() {
    return "factorization-machine";
  }

  @Override
  public String what() {
    return "MLlib FMClassifier (adamW, 4 factors, miniBatchFraction .01) step over ours";
  }

  @Override
  public Bar bar() {
    return Bar.atLeast(100);
  }

  @Override
  public Result run(Workbench bench) {
    MllibFactorizationMachine mllib =
        new MllibFactorizationMachine(bench.table(), FACTORS, LEARNING_RATE, FRACTION);
    long batch = Math.max(1, Math.round(bench.sizes().rows() * FRACTION));
    try (ShardedExamples examples = bench.shardsOfTable(batch)) {
      SteadyTraining deferred = ours(bench, examples, SparseUpdates.DEFERRED);
      SteadyTraining dense = ours(bench, examples, SparseUpdates.DENSE);
      int steps = bench.sizes().steps();
      bench.say("both sides once, cold");
      double theirsCold = mllib.run(THEIR_STEPS).medianStep();
      double oursCold = deferred.run(steps).medianStep();
      dense.run(steps);
      List<Double> theirSteps = new ArrayList<>();
      List<Double> ourSteps = new ArrayList<>();
      List<Double> denseSteps = new ArrayList<>();
      for (int round = 1; round <= bench.sizes().rounds(); round++) {
        theirSteps.add(mllib.run(THEIR_STEPS).medianStep());
        ourSteps.add(deferred.run(steps).medianStep());
        denseSteps.add(dense.run(steps).medianStep());
        bench.say(
            "round %d: %.0f and %.2f ms a step, %.2f dense",
            round, theirSteps.get(round - 1), ourSteps.get(round - 1), denseSteps.get(round - 1));
      }
      Figure theirs = new Figure("MLlib's step, warm", "ms", theirSteps);
      Figure own = new Figure("our step, warm", "ms", ourSteps);
      return Result.of(
          this,
          theirs.median() / own.median(),
          List.of(
              theirs,
              own,
              new Figure("our step with dense updates, warm", "ms", denseSteps),
              Figure.of("MLlib's step, cold", "ms", theirsCold),
              Figure.of("our step, cold", "ms", oursCold)),
          List.of(
              "MLlib's step is the median of the times between the jobs of a run of %d, so that all that comes before its first step is left out"
                  .formatted(THEIR_STEPS),
              "batches of %,d rows, MLlib's on average; sparse updates deferred".formatted(batch)));
    }
  }

  private static SteadyTraining ours(
      Workbench bench, ShardedExamples examples, SparseUpdates sparseUpdates) {
    FactorizationMachine model =
        new FactorizationMachine(
            new LogisticLoss(),
            FACTORS,
            InitialValues.normal(MllibFactorizationMachine.INITIAL_SCALE, 0),
            true);
    UpdateSettings update =
        UpdateSettings.of(new AdamW(LEARNING_RATE, 0.9, 0.999, 1e-8, 0), sparseUpdates);
    return new SteadyTraining(bench.spark(), model, examples, update);
  }
}
