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
import org.junit.jupiter.api.Test;

/**
 * Rounds of local steps on Spark against a plain loop on one thread: each shard with whole arrays
 * of its own, SGD with momentum, two shards.
 */
class LocalRoundsTest extends LocalSparkTest {
  private static final int FEATURES = 700;
  private static final int ROWS = 2_500;
  private static final long BATCH = 512;
  private static final double RATE = 0.25;
  private static final double MOMENTUM = 0.9;
  private static final int SHARDS = 2;

  /** Five steps are an epoch: rounds of three, two, three and two, and a last one of one. */
  private static final int STEPS = 11;

  private static final int LOCAL_STEPS = 3;

  /** What a shard, or the driver, has of each parameter; the bias is the last. */
  private static final class Copy {
    final double[] parameters;
    final double[] momentum;
    final int[] touches = new int[FEATURES + 1];

    Copy(double[] parameters, double[] momentum) {
      this.parameters = parameters.clone();
      this.momentum = momentum.clone();
    }
  }

  @Test
  void roundsEqualAPlainLoopExactly() throws RowFormatException {
    TrainingRun run =
        new TrainingRun()
            .shards(SHARDS)
            .batch(BATCH, 64)
            .steps(STEPS)
            .localSteps(new LocalSteps(LOCAL_STEPS, LocalSteps.AVERAGE))
            .optimizer(new Sgd(RATE, MOMENTUM, 0, false, 0), SparseUpdates.LAZY);
    Parameters trained =
        run.train(
            spark(),
            new GeneratedSource(spark(), new CtrGenerator(11, FEATURES), ROWS),
            new InputRules(FEATURES, 0, false, 0));

    double[] plain = plainTraining(run.data());
    assertTrue(Arrays.stream(plain).filter(value -> value != 0).count() > FEATURES / 2);
    for (int feature = 0; feature < FEATURES; feature++) {
      assertEquals(plain[feature], trained.table().get(feature, 0), "feature " + feature);
    }
    assertEquals(plain[FEATURES], trained.tensors()[0][0]);
  }

  private static double[] plainTraining(DataSettings data) throws RowFormatException {
    int lanes = data.shape().lanes();
    List<List<PlainRow>> rows = PlainRow.byLane(data, 11, FEATURES, ROWS);
    MinibatchPlan plan = MinibatchPlan.of(data.seed(), lanes, ROWS, BATCH);
    assertEquals(5, plan.stepsPerEpoch());
    Copy whole = new Copy(new double[FEATURES + 1], new double[FEATURES + 1]);
    int step = 0;
    for (int length : new int[] {3, 2, 3, 2, 1}) {
      Copy[] copies = new Copy[SHARDS];
      for (int shard = 0; shard < SHARDS; shard++) {
        copies[shard] = new Copy(whole.parameters, whole.momentum);
        for (int i = 0; i < length; i++) {
          int first = shard * lanes / SHARDS;
          takeStep(copies[shard], rows, plan, first, lanes / SHARDS, step + i);
        }
      }
      for (int i = 0; i <= FEATURES; i++) {
        bringTogether(whole, copies[0], copies[1], i, length);
      }
      step += length;
    }
    assertEquals(STEPS, step);
    return whole.parameters;
  }

  private static void takeStep(
      Copy copy, List<List<PlainRow>> rows, MinibatchPlan plan, int first, int lanes, int step) {
    List<double[]> sums = new ArrayList<>();
    boolean[] touched = new boolean[FEATURES + 1];
    touched[FEATURES] = true;
    int count = 0;
    for (int lane = first; lane < first + lanes; lane++) {
      double[] sum = new double[FEATURES + 1];
      double residuals = 0;
      for (int i = plan.cell(lane, step); i < rows.get(lane).size(); i += plan.stepsPerEpoch()) {
        PlainRow row = rows.get(lane).get(i);
        residuals += row.addGradient(copy.parameters, sum);
        for (int feature : row.features) {
          touched[feature] = true;
        }
        count++;
      }
      sum[FEATURES] = residuals;
      sums.add(sum);
    }
    double[] total = PlainRow.treeSum(sums);
    for (int i = 0; i <= FEATURES; i++) {
      if (touched[i]) {
        double gradient = total[i] / count;
        // PyTorch's buffer begins with the gradient of step 1.
        copy.momentum[i] = (step == 0 ? 0 : copy.momentum[i] * MOMENTUM) + gradient;
        copy.parameters[i] -= RATE * copy.momentum[i];
        copy.touches[i]++;
      }
    }
  }

  private static void bringTogether(Copy whole, Copy left, Copy right, int i, int length) {
    int touches = left.touches[i] + right.touches[i];
    if (touches == 0) {
      return;
    }
    // Of 2h cards in h pairs some are drawn: the chance of a pair that neither card of it is.
    double cards = 2.0 * length;
    double undrawn = Math.max(0, cards - touches);
    double untouched = undrawn / cards * (Math.max(0, undrawn - 1) / (cards - 1));
    double steps = length * (1 - untouched);
    double difference =
        (whole.parameters[i] - left.parameters[i]) + (whole.parameters[i] - right.parameters[i]);
    whole.parameters[i] -= steps / touches * difference;
    whole.momentum[i] =
        (left.touches[i] * left.momentum[i] + right.touches[i] * right.momentum[i]) / touches;
  }
}
