package io.adamant.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.adamant.data.CtrGenerator;
import io.adamant.data.MinibatchPlan;
import io.adamant.data.RowFormatException;
import io.adamant.optimizer.Parameters;
import io.adamant.optimizer.SparseUpdates;
import io.adamant.optimizer.rule.Sgd;
import io.adamant.testing.LocalSparkTest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The gradient that Spark computes against a plain loop on one thread: global arrays, rows placed
 * by sorting, lanes added as a tree of whole arrays.
 */
class DistributedGradientTest extends LocalSparkTest {
  private static final int FEATURES = 700;
  private static final int ROWS = 2_500;
  private static final long BATCH = 512;
  private static final int STEPS = 7;
  private static final double RATE = 0.25;

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 8})
  void distributedStepsEqualAPlainLoopExactly(int shards) throws RowFormatException {
    TrainingRun run =
        new TrainingRun()
            .shards(shards)
            .batch(BATCH, 64)
            .steps(STEPS)
            .optimizer(new Sgd(RATE), SparseUpdates.DENSE);
    Parameters trained =
        run.train(
            spark(),
            new GeneratedSource(spark(), new CtrGenerator(11, FEATURES), ROWS),
            new InputRules(FEATURES, 0, false, 0));

    double[] plain = plainTraining(run.data());
    assertTrue(Arrays.stream(plain).anyMatch(value -> value != 0));
    for (int feature = 0; feature < FEATURES; feature++) {
      assertEquals(plain[feature], trained.table().get(feature, 0));
    }
    assertEquals(plain[FEATURES], trained.tensors()[0][0]);
  }

  /** Weights and, behind them, the bias, after all steps of gradient descent. */
  private static double[] plainTraining(DataSettings data) throws RowFormatException {
    int lanes = data.shape().lanes();
    List<List<PlainRow>> rowsByLane = PlainRow.byLane(data, 11, FEATURES, ROWS);
    MinibatchPlan plan = MinibatchPlan.of(data.seed(), lanes, ROWS, BATCH);
    double[] parameters = new double[FEATURES + 1];
    for (int step = 0; step < STEPS; step++) {
      List<double[]> sums = new ArrayList<>();
      int rows = 0;
      for (int lane = 0; lane < lanes; lane++) {
        double[] sum = new double[FEATURES + 1];
        List<PlainRow> laneRows = rowsByLane.get(lane);
        double residualSum = 0;
        for (int i = plan.cell(lane, step); i < laneRows.size(); i += plan.stepsPerEpoch()) {
          residualSum += laneRows.get(i).addGradient(parameters, sum);
          rows++;
        }
        sum[FEATURES] += residualSum;
        sums.add(sum);
      }
      double[] total = PlainRow.treeSum(sums);
      for (int i = 0; i < total.length; i++) {
        parameters[i] += -RATE * (total[i] / rows);
      }
    }
    return parameters;
  }
}
