package io.adamant.benchmark;

import io.adamant.engine.ShardedExamples;
import io.adamant.optimizer.SparseUpdates;
import io.adamant.optimizer.UpdateSettings;
import io.adamant.optimizer.rule.AdamW;
import java.util.ArrayList;
import java.util.List;

/**
 * A whole epoch with deferred sparse updates, all rows caught up at its end, over one with lazy
 * ones.
 */
final class DeferredEpoch implements Comparison {
  @Override
  public String name() {
    return "deferred-epoch";
  }

  @Override
  public String what() {
    return "epoch with deferred sparse updates over one with lazy ones";
  }

  @Override
  public Bar bar() {
    return Bar.atMost(1.3);
  }

  @Override
  public Result run(Workbench bench) {
    Sizes sizes = bench.sizes();
    try (ShardedExamples examples = bench.shards(sizes.features(), sizes.batch())) {
      SteadyTraining deferred = training(bench, examples, SparseUpdates.DEFERRED);
      SteadyTraining lazy = training(bench, examples, SparseUpdates.LAZY);
      int steps = Math.max(2, examples.plan().stepsPerEpoch());
      double coldDeferred = deferred.run(steps).seconds();
      double coldLazy = lazy.run(steps).seconds();
      WarmUp.of(bench, () -> deferred.run(steps), () -> lazy.run(steps));
      List<Double> deferredEpochs = new ArrayList<>();
      List<Double> lazyEpochs = new ArrayList<>();
      for (int round = 1; round <= sizes.rounds(); round++) {
        deferredEpochs.add(deferred.run(steps).seconds());
        lazyEpochs.add(lazy.run(steps).seconds());
        bench.say(
            "round %d: deferred %.3f s, lazy %.3f s",
            round, deferredEpochs.get(round - 1), lazyEpochs.get(round - 1));
      }
      Figure ofDeferred = new Figure("deferred, warm", "s", deferredEpochs);
      Figure ofLazy = new Figure("lazy, warm", "s", lazyEpochs);
      return Result.of(
          this,
          ofDeferred.median() / ofLazy.median(),
          List.of(
              ofDeferred,
              ofLazy,
              Figure.of("deferred, cold", "s", coldDeferred),
              Figure.of("lazy, cold", "s", coldLazy)),
          List.of("%d steps of AdamW an epoch; epochs take turns".formatted(steps)));
    }
  }

  private static SteadyTraining training(
      Workbench bench, ShardedExamples examples, SparseUpdates sparse) {
    return new SteadyTraining(bench.spark(), examples, UpdateSettings.of(new AdamW(0.01), sparse));
  }
}
