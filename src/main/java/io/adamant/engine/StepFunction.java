package io.adamant.engine;

import io.adamant.data.ExampleBlock;
import io.adamant.data.MinibatchPlan;
import io.adamant.linalg.SortedIds;
import io.adamant.linalg.SparseRows;
import io.adamant.linalg.WirePrecision;
import io.adamant.model.BlockParameters;
import io.adamant.model.Model;

/** What a task computes of a step: the partial gradient of its shard's lanes. */
final class StepFunction implements ShardFunction {
  /** In place of a step: there is none. */
  static final long NO_STEP = -1;

  private final Model model;
  private final MinibatchPlan plan;
  private final long step;
  private final long nextStep;

  /**
   * @param step the step to compute, from 0, or {@link #NO_STEP}
   * @param nextStep the step whose features are announced, or {@link #NO_STEP}
   */
  StepFunction(Model model, MinibatchPlan plan, long step, long nextStep) {
    this.model = model;
    this.plan = plan;
    this.step = step;
    this.nextStep = nextStep;
  }

  /** The shard's subtree of the step's lane tree. */
  @Override
  public PartialGradient apply(Shard shard, WorkingSet workingSet) {
    PartialGradient[] leaves = new PartialGradient[shard.lanes()];
    for (int i = 0; i < leaves.length; i++) {
      leaves[i] = leaf(shard, shard.firstLane() + i, workingSet);
    }
    return PartialGradient.sum(leaves, workingSet.size());
  }

  private PartialGradient leaf(Shard shard, int lane, WorkingSet workingSet) {
    SparseRows table = SparseRows.empty(model.columns());
    double[][] tensors = zeroTensors();
    double loss = 0.0;
    double weight = 0.0;
    long rows = 0;
    Tally tally = Tally.NONE;
    if (step != NO_STEP) {
      int cell = plan.cell(lane, step);
      ExampleBlock[] blocks = shard.cell(lane, cell);
      for (int i = 0; i < blocks.length; i++) {
        ExampleBlock block = blocks[i];
        int[] places = workingSet.placesOf(block.featureIds());
        double[] gradient = new double[places.length * model.columns()];
        loss +=
            model.addGradient(
                block,
                new BlockParameters(workingSet.rowsAt(places), workingSet.tensors()),
                new BlockParameters(gradient, tensors),
                plan.noiseSeed(lane, step, i));
        weight += block.weightSum();
        rows += block.rows();
        table = SparseRows.sum(table, new SparseRows(model.columns(), places, gradient));
        tally = tally.plus(shard.tally(lane, step, cell, i));
      }
    }
    int nonFiniteLane = Double.isFinite(loss) ? PartialGradient.NONE : lane;
    return new PartialGradient(
            WirePrecision.FLOAT64,
            table,
            tensors,
            loss,
            weight,
            rows,
            nonFiniteLane,
            PartialGradient.NONE,
            nextFeatures(shard, lane))
        .withTally(tally)
        .rounded(workingSet.precision(), lane);
  }

  private double[][] zeroTensors() {
    double[][] tensors = new double[model.tensors().size()][];
    for (int i = 0; i < tensors.length; i++) {
      tensors[i] = new double[model.tensors().get(i).size()];
    }
    return tensors;
  }

  private int[] nextFeatures(Shard shard, int lane) {
    if (nextStep == NO_STEP) {
      return new int[0];
    }
    ExampleBlock[] blocks = shard.cell(lane, plan.cell(lane, nextStep));
    int[][] features = new int[blocks.length][];
    for (int i = 0; i < blocks.length; i++) {
      features[i] = blocks[i].featureIds();
    }
    return SortedIds.union(features);
  }
}
