package io.adamant.benchmark;

import io.adamant.data.ExampleBlock;
import io.adamant.data.MinibatchPlan;
import io.adamant.engine.Shard;
import io.adamant.engine.ShardedExamples;
import io.adamant.engine.StepMetrics;
import io.adamant.linalg.SortedIds;
import io.adamant.optimizer.SparseUpdates;
import io.adamant.optimizer.UpdateSettings;
import io.adamant.optimizer.rule.AdamW;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.api.java.function.Function;

/**
 * Bytes of a step's working set, once, and of the partial gradients of all shards, over the bytes
 * of one number for each distinct feature of the batch.
 */
final class WireBytes implements Comparison {
  /** The features of as many steps are counted; how many a batch has hardly differs. */
  private static final int MOST_STEPS = 20;

  @Override
  public String name() {
    return "wire-bytes";
  }

  @Override
  public String what() {
    return "bytes on the wire a step, both directions, float64, over 8 x distinct features";
  }

  @Override
  public Bar bar() {
    return Bar.atMost(3);
  }

  @Override
  public Result run(Workbench bench) {
    Sizes sizes = bench.sizes();
    try (ShardedExamples examples = bench.shards(sizes.features(), sizes.batch())) {
      int steps = Math.min(MOST_STEPS, sizes.steps());
      UpdateSettings update = UpdateSettings.of(new AdamW(0.01), SparseUpdates.LAZY);
      List<StepMetrics> metrics =
          new SteadyTraining(bench.spark(), examples, update).run(steps).steps();
      bench.say("counting the features of %d batches", steps);
      long[] distinct = distinctFeatures(examples, steps);
      List<Double> ratios = new ArrayList<>();
      List<Double> out = new ArrayList<>();
      List<Double> back = new ArrayList<>();
      List<Double> features = new ArrayList<>();
      for (int step = 0; step < steps; step++) {
        StepMetrics of = metrics.get(step);
        ratios.add((double) (of.bytesOut() + of.bytesBack()) / (Double.BYTES * distinct[step]));
        out.add((double) of.bytesOut());
        back.add((double) of.bytesBack());
        features.add((double) distinct[step]);
      }
      return Result.of(
          this,
          Figure.median(ratios),
          List.of(
              new Figure("out to the tasks", "bytes", out),
              new Figure("back to the driver", "bytes", back),
              new Figure("distinct features of a batch", "", features)),
          List.of(
              "%d shards, each of which gets the parameters of its own rows"
                  .formatted(examples.shards().getNumPartitions())));
    }
  }

  private static long[] distinctFeatures(ShardedExamples examples, int steps) {
    List<int[][]> byShard =
        examples.shards().map(new FeaturesOfSteps(examples.plan(), steps)).collect();
    long[] distinct = new long[steps];
    for (int step = 0; step < steps; step++) {
      int at = step;
      distinct[step] =
          SortedIds.union(byShard.stream().map(shard -> shard[at]).toArray(int[][]::new)).length;
    }
    return distinct;
  }

  /** The features of a shard's rows of each of the first steps. */
  private static final class FeaturesOfSteps implements Function<Shard, int[][]> {
    private final MinibatchPlan plan;
    private final int steps;

    FeaturesOfSteps(MinibatchPlan plan, int steps) {
      this.plan = plan;
      this.steps = steps;
    }

    @Override
    public int[][] call(Shard shard) {
      int[][] features = new int[steps][];
      for (int step = 0; step < steps; step++) {
        List<int[]> dictionaries = new ArrayList<>();
        for (int i = 0; i < shard.lanes(); i++) {
          int lane = shard.firstLane() + i;
          for (ExampleBlock block : shard.cell(lane, plan.cell(lane, step))) {
            dictionaries.add(block.featureIds());
          }
        }
        features[step] = SortedIds.union(dictionaries.toArray(int[][]::new));
      }
      return features;
    }
  }
}
