package io.adamant.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.adamant.data.CtrGenerator;
import io.adamant.data.MinibatchPlan;
import io.adamant.data.RowFormatException;
import io.adamant.linalg.WirePrecision;
import io.adamant.optimizer.Parameters;
import io.adamant.optimizer.SparseUpdates;
import io.adamant.optimizer.rule.Sgd;
import io.adamant.testing.LocalSparkTest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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
  @CsvSource({"1, FLOAT64", "2, FLOAT64", "8, FLOAT64", "1, FLOAT32", "2, FLOAT32", "8, FLOAT32"})
  void distributedStepsEqualAPlainLoopExactly(int shards, WirePrecision precision)
      throws RowFormatException {
    TrainingRun run =
        new TrainingRun()
            .shards(shards)
            .precision(precision)
            .batch(BATCH, 64)
            .steps(STEPS)
            .optimizer(new Sgd(RATE), SparseUpdates.DENSE);
    Parameters trained =
        run.train(
            spark(),
            new GeneratedSource(spark(), new CtrGenerator(11, FEATURES), ROWS),
            new InputRules(FEATURES, 0, false, 0));

    double[] plain = plainTraining(run.data(), precision);
    assertTrue(Arrays.stream(plain).anyMatch(value -> value != 0));
    for (int feature = 0; feature < FEATURES; feature++) {
      assertEquals(plain[feature], trained.table().get(feature, 0));
    }
    assertEquals(plain[FEATURES], trained.tensors()[0][0]);
  }

  /** Weights and, behind them, the bias, after all steps of gradient descent. */
  private static double[] plainTraining(DataSettings data, WirePrecision precision)
      throws RowFormatException {
    int lanes = data.shape().lanes();
    List<List<PlainRow>> rowsByLane = PlainRow.byLane(data, 11, FEATURES, ROWS);
    MinibatchPlan plan = MinibatchPlan.of(data.seed(), lanes, ROWS, BATCH);
    double[] parameters = new double[FEATURES + 1];
    for (int step = 0; step < STEPS; step++) {
      double[] sent = rounded(parameters, precision);
      List<double[]> sums = new ArrayList<>();
      int rows = 0;
      for (int lane = 0; lane < lanes; lane++) {
        double[] sum = new double[FEATURES + 1];
        List<PlainRow> laneRows = rowsByLane.get(lane);
        double residualSum = 0;
        for (int i = plan.cell(lane, step); i < laneRows.size(); i += plan.stepsPerEpoch()) {
          residualSum += laneRows.get(i).addGradient(sent, sum);
          rows++;
        }
        sum[FEATURES] += residualSum;
        sums.add(rounded(sum, precision));
      }
      double[] total = treeSum(sums, precision);
      for (int i = 0; i < total.length; i++) {
        parameters[i] += -RATE * (total[i] / rows);
      }
    }
    return parameters;
  }

  /** The values as they are, or each cut to a float. */
  private static double[] rounded(double[] values, WirePrecision precision) {
    return precision == WirePrecision.FLOAT64
        ? values
        : Arrays.stream(values).map(value -> (float) value).toArray();
  }

  private static double[] treeSum(List<double[]> leaves, WirePrecision precision) {
    List<double[]> level = leaves;
    while (level.size() > 1) {
      List<double[]> above = new ArrayList<>();
      for (int i = 0; i < level.size(); i += 2) {
        double[] sum = new double[FEATURES + 1];
        for (int j = 0; j < sum.length; j++) {
          sum[j] = level.get(i)[j] + level.get(i + 1)[j];
        }
        above.add(rounded(sum, precision));
      }
      level = above;
    }
    return level.get(0);
  }
}
