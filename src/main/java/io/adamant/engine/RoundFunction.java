package io.adamant.engine;

import io.adamant.data.ExampleBlock;
import io.adamant.data.MinibatchPlan;
import io.adamant.linalg.SortedIds;
import io.adamant.linalg.SparseRows;
import io.adamant.linalg.WirePrecision;
import io.adamant.model.Model;
import io.adamant.optimizer.Gradient;
import io.adamant.optimizer.ParameterUpdate;
import io.adamant.optimizer.Parameters;
import io.adamant.optimizer.StateColumns;
import io.adamant.optimizer.StateCopy;
import io.adamant.optimizer.StepOutcome;
import io.adamant.optimizer.StepsApart;
import io.adamant.optimizer.UpdateSettings;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a task computes of a round: steps on a copy of what the shard's batches touch, each with the
 * mean gradient of the shard's own lanes of the batch, and the difference that they come to.
 */
final class RoundFunction implements ShardFunction {
  /**
   * The steps of a round.
   *
   * @param first from 0
   * @param length number of steps, 0 for none
   * @param announced number of steps behind them whose features are announced
   */
  record Span(long first, int length, int announced) implements Serializable {}

  private final Model model;
  private final MinibatchPlan plan;
  private final UpdateSettings settings;
  private final Span span;
  private final long begun;
  private final long stepsBefore;
  private final TreeMap<String, Double> scalarsBefore;

  /**
   * @param settings how a step changes parameters
   * @param begun the step, from 0, that the training begins with
   * @param stepsBefore steps that the optimizer had taken before it
   * @param scalarsBefore what it then remembered once for all parameters
   */
  RoundFunction(
      Model model,
      MinibatchPlan plan,
      UpdateSettings settings,
      Span span,
      long begun,
      long stepsBefore,
      Map<String, Double> scalarsBefore) {
    this.model = model;
    this.plan = plan;
    this.settings = settings;
    this.span = span;
    this.begun = begun;
    this.stepsBefore = stepsBefore;
    this.scalarsBefore = new TreeMap<>(scalarsBefore);
  }

  /**
   * The difference of the shard's steps, with the features of the steps behind them.
   *
   * @param workingSet rows of {@link StateColumns}
   */
  @Override
  public PartialGradient apply(Shard shard, WorkingSet workingSet) {
    // The number of rows plays no part in how they are laid out.
    StateColumns columns = new StateColumns(settings.optimizer(), Trainer.layout(model, 1));
    int[] announced = features(shard, span.first() + span.length(), span.announced());
    // What travels is rounded, as a leaf of the lane tree.
    return new Round(shard, workingSet, columns)
        .take(announced)
        .rounded(workingSet.precision(), shard.firstLane());
  }

  private int[] features(Shard shard, long first, int steps) {
    List<int[]> features = new ArrayList<>();
    for (long step = first; step < first + steps; step++) {
      for (int i = 0; i < shard.lanes(); i++) {
        int lane = shard.firstLane() + i;
        for (ExampleBlock block : shard.cell(lane, plan.cell(lane, step))) {
          features.add(block.featureIds());
        }
      }
    }
    return SortedIds.union(features.toArray(int[][]::new));
  }

  /** The round of one shard. */
  private final class Round {
    private final Shard shard;
    private final StateColumns columns;
    private final int[] places;
    private final double[] rowsBefore;
    private final double[][] tensorsBefore;
    private final ParameterUpdate update = new ParameterUpdate(settings);
    private final StateCopy copy;
    private final WorkingSet local;
    private final int[] touches;

    private int tensorTouches;
    private int clipped;
    private double lossSum;
    private double weightSum;
    private long rows;
    private Tally tally = Tally.NONE;

    Round(Shard shard, WorkingSet workingSet, StateColumns columns) {
      this.shard = shard;
      this.columns = columns;
      int[] ids = features(shard, span.first(), span.length());
      places = workingSet.placesOf(ids);
      rowsBefore = workingSet.rowsAt(places);
      tensorsBefore = workingSet.tensors();
      // Where nothing is remembered once for all, counting is all that the steps before have done.
      long before = span.first() - begun;
      long counted = scalarsBefore.isEmpty() ? before : 0;
      copy = columns.copy(rowsBefore, tensorsBefore, stepsBefore + counted, scalarsBefore);
      update.count(before - counted, copy.state());
      // The same arrays: a step reads what the one before has written.
      local =
          new WorkingSet(
              WirePrecision.FLOAT64,
              model.columns(),
              ids,
              copy.rows(),
              copy.parameters().tensors());
      touches = new int[ids.length];
    }

    PartialGradient take(int[] announced) {
      for (long step = span.first(); step < span.first() + span.length(); step++) {
        PartialGradient sums =
            new StepFunction(model, plan, step, StepFunction.NO_STEP).apply(shard, local);
        rows += sums.rows();
        tally = tally.plus(sums.tally());
        if (sums.rows() == 0) {
          update.count(1, copy.state());
        } else if (!step(sums)) {
          return failed(sums.nonFiniteLane(), announced);
        }
      }
      return new PartialGradient(
              WirePrecision.FLOAT64,
              StepsApart.rowsBack(columns, places, rowsBefore, copy, touches),
              StepsApart.tensorsBack(columns, tensorsBefore, copy, tensorTouches, clipped),
              lossSum,
              weightSum,
              rows,
              PartialGradient.NONE,
              PartialGradient.NONE,
              announced)
          .withTally(tally);
    }

    /** Whether loss and gradient were finite. */
    private boolean step(PartialGradient sums) {
      Parameters parameters = copy.parameters();
      double divisor = sums.weightSum() == 0 ? 1 : sums.weightSum();
      Gradient gradient = Gradient.mean(sums.table(), sums.tensors(), divisor);
      StepOutcome outcome =
          update.step(parameters, gradient, sums.weightSum(), sums.meanLoss(), copy.state());
      lossSum += sums.lossSum();
      weightSum += sums.weightSum();
      for (int place : sums.table().ids()) {
        touches[place]++;
      }
      tensorTouches++;
      clipped += outcome.clipped() ? 1 : 0;
      return outcome.action() != StepOutcome.Action.FAILED;
    }

    private PartialGradient failed(int lane, int[] announced) {
      return new PartialGradient(
              WirePrecision.FLOAT64,
              SparseRows.empty(StepsApart.columnsBack(columns)),
              StepsApart.noTensorsBack(columns),
              Double.NaN,
              weightSum,
              rows,
              lane == PartialGradient.NONE ? shard.firstLane() : lane,
              PartialGradient.NONE,
              announced)
          .withTally(tally);
    }
  }
}
