package io.adamant.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.adamant.data.BinaryLabels;
import io.adamant.linalg.WirePrecision;
import io.adamant.metrics.BinaryMetrics;
import io.adamant.model.LogisticRegression;
import io.adamant.testing.LinesSource;
import io.adamant.testing.LocalSparkTest;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class EvaluatorTest extends LocalSparkTest {
  private static final int FEATURES = 20;

  @Test
  void metricsAreTheSameBitsHoweverTheRowsAreSpreadAndEqualAPlainLoop() {
    Random random = new Random(8);
    List<String> lines = new ArrayList<>();
    double[] weights = random.doubles(FEATURES, -2, 2).toArray();
    double lossSum = 0;
    int correct = 0;
    for (int i = 0; i < 5_000; i++) {
      StringBuilder line = new StringBuilder();
      double margin = 0.25;
      for (int feature = 0; feature < FEATURES; feature++) {
        if (random.nextInt(4) == 0) {
          double value = Math.rint(1000 * random.nextGaussian()) / 1000;
          line.append(' ').append(feature + 1).append(':').append(value);
          margin += value * weights[feature];
        }
      }
      boolean positive = random.nextDouble() < 1 / (1 + Math.exp(-margin));
      lossSum += Math.log1p(Math.exp(positive ? -margin : margin));
      correct += positive == margin > 0 ? 1 : 0;
      lines.add((positive ? "+1" : "-1") + line);
    }
    WorkingSet parameters =
        new WorkingSet(WirePrecision.FLOAT64, 1, null, weights, new double[][] {{0.25}});

    BinaryMetrics first = evaluate(lines, 1, parameters);
    assertEquals(lossSum / lines.size(), first.logLoss(), 1e-12);
    assertEquals((double) correct / lines.size(), first.accuracy());
    for (int partitions : new int[] {2, 7, 40}) {
      Collections.shuffle(lines, random);
      BinaryMetrics other = evaluate(lines, partitions, parameters);
      assertEquals(first.rows(), other.rows());
      assertEquals(first.logLoss(), other.logLoss());
      assertEquals(first.auc(), other.auc());
      assertEquals(first.calibration(), other.calibration());
      assertEquals(first.accuracy(), other.accuracy());
      assertEquals(first.f1(), other.f1());
    }
  }

  private BinaryMetrics evaluate(List<String> lines, int partitions, WorkingSet parameters) {
    try (EvaluationExamples examples =
        EvaluationExamples.load(
            new LinesSource(spark(), lines, partitions),
            new InputRules(FEATURES, 1, false, 0),
            new BinaryLabels(-1, 1))) {
      return (BinaryMetrics)
          Evaluator.evaluate(spark(), new LogisticRegression(true), parameters, examples.blocks());
    }
  }
}
