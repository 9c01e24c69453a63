package io.adamant.benchmark;

import io.adamant.engine.ShardedExamples;
import io.adamant.optimizer.SparseUpdates;
import io.adamant.optimizer.UpdateSettings;
import io.adamant.optimizer.rule.AdamW;
import java.util.ArrayList;
import java.util.List;

/** A step over a job of the same context, over the same shards, whose tasks do nothing. */
final class EmptyJobRatio implements Comparison {
  @Override
  public String name() {
    return "empty-job";
  }

  @Override
  public String what() {
    return "step at batch 16,384 over an empty job of the same context, both warm";
  }

  @Override
  public Bar bar() {
    return Bar.atMost(1.5);
  }

  @Override
  public Result run(Workbench bench) {
    Sizes sizes = bench.sizes();
    try (ShardedExamples examples = bench.shards(sizes.features(), sizes.batch())) {
      UpdateSettings update = UpdateSettings.of(new AdamW(0.01), SparseUpdates.LAZY);
      SteadyTraining training = new SteadyTraining(bench.spark(), examples, update);
      EmptyJobs empty = new EmptyJobs(examples);
      double coldStep = training.run(sizes.steps()).medianStep();
      double coldJob = empty.median(sizes.steps());
      List<Double> steps = new ArrayList<>();
      List<Double> jobs = new ArrayList<>();
      WarmUp.of(bench, () -> training.run(sizes.steps()), () -> empty.median(sizes.steps()));
      for (int round = 1; round <= sizes.rounds(); round++) {
        steps.add(training.run(sizes.steps()).medianStep());
        jobs.add(empty.median(sizes.steps()));
        bench.say(
            "round %d: step %.2f ms, empty job %.2f ms",
            round, steps.get(round - 1), jobs.get(round - 1));
      }
      Figure step = new Figure("step, warm", "ms", steps);
      Figure job = new Figure("empty job, warm", "ms", jobs);
      return Result.of(
          this,
          step.median() / job.median(),
          List.of(
              step,
              job,
              Figure.of("step, cold", "ms", coldStep),
              Figure.of("empty job, cold", "ms", coldJob)),
          List.of(
              "blocks of %d steps and of as many empty jobs take turns; AdamW, sparse updates lazy"
                  .formatted(sizes.steps())));
    }
  }
}
