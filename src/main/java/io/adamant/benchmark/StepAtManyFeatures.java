package io.adamant.benchmark;

import io.adamant.engine.ShardedExamples;
import io.adamant.optimizer.SparseUpdates;
import io.adamant.optimizer.UpdateSettings;
import io.adamant.optimizer.rule.AdamW;
import java.util.ArrayList;
import java.util.List;

/** A step with 2^28 features over one with 2^20, deferred, on the same rows hashed to either. */
final class StepAtManyFeatures implements Comparison {
  /** Parameter, two moments, and when each row was last stepped, with what copies of it need. */
  private static final long BYTES_A_FEATURE = 40;

  @Override
  public String name() {
    return "many-features";
  }

  @Override
  public String what() {
    return "step at 2^28 features over one at 2^20, same batch, deferred";
  }

  @Override
  public Bar bar() {
    return Bar.atMost(1.3);
  }

  @Override
  public long heapBytes(Sizes sizes) {
    return sizes.manyFeatures() * BYTES_A_FEATURE;
  }

  @Override
  public Result run(Workbench bench) {
    Sizes sizes = bench.sizes();
    try (ShardedExamples many = bench.shards(sizes.manyFeatures(), sizes.batch());
        ShardedExamples few = bench.shards(sizes.features(), sizes.batch())) {
      SteadyTraining withMany = training(bench, many);
      SteadyTraining withFew = training(bench, few);
      double coldMany = withMany.run(sizes.steps()).medianStep();
      double coldFew = withFew.run(sizes.steps()).medianStep();
      List<Double> manySteps = new ArrayList<>();
      List<Double> fewSteps = new ArrayList<>();
      List<Double> manyFeatures = new ArrayList<>();
      List<Double> fewFeatures = new ArrayList<>();
      WarmUp.of(bench, () -> withMany.run(sizes.steps()), () -> withFew.run(sizes.steps()));
      for (int round = 1; round <= sizes.rounds(); round++) {
        SteadyTraining.Block ofMany = withMany.run(sizes.steps());
        SteadyTraining.Block ofFew = withFew.run(sizes.steps());
        manySteps.add(ofMany.medianStep());
        fewSteps.add(ofFew.medianStep());
        manyFeatures.add(ofMany.medianBytesOut());
        fewFeatures.add(ofFew.medianBytesOut());
        bench.say(
            "round %d: %.2f ms with %,d features, %.2f ms with %,d",
            round, ofMany.medianStep(), sizes.manyFeatures(), ofFew.medianStep(), sizes.features());
      }
      Figure ofMany = new Figure("many features, warm", "ms", manySteps);
      Figure ofFew = new Figure("few features, warm", "ms", fewSteps);
      return Result.of(
          this,
          ofMany.median() / ofFew.median(),
          List.of(
              ofMany,
              ofFew,
              Figure.of("many features, cold", "ms", coldMany),
              Figure.of("few features, cold", "ms", coldFew),
              new Figure("many features, working set", "bytes", manyFeatures),
              new Figure("few features, working set", "bytes", fewFeatures)),
          List.of(
              "%,d features over %,d; in the larger space fewer values share a feature, so a batch has more"
                  .formatted(sizes.manyFeatures(), sizes.features())));
    }
  }

  private static SteadyTraining training(Workbench bench, ShardedExamples examples) {
    UpdateSettings update = UpdateSettings.of(new AdamW(0.01), SparseUpdates.DEFERRED);
    return new SteadyTraining(bench.spark(), examples, update);
  }
}
