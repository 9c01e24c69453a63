package io.adamant.metrics;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** The curves of two-class metrics, which a report draws. */
class RocCurveTest {
  private static Map<String, double[]> curve(BinaryMetrics metrics, String name) {
    return Map.copyOf(metrics.curves().getOrDefault(name, Map.of()));
  }

  private static double[] column(BinaryMetrics metrics, String name, String key) {
    return curve(metrics, name).getOrDefault(key, new double[0]);
  }

  @Test
  void theCurveOfAFewRowsHasACornerForEachScore() {
    BinaryMetrics metrics = new BinaryMetrics();
    double[] scores = {2, 1, 1, -1, -2};
    double[] labels = {1, 0, 1, 1, 0};
    for (int i = 0; i < scores.length; i++) {
      metrics.add(scores[i], labels[i], 1);
    }
    assertArrayEquals(new double[] {0, 0, 0.5, 0.5, 1}, column(metrics, "roc", "falsePositive"));
    double third = 1.0 / 3;
    assertArrayEquals(
        new double[] {0, third, 2 * third, 1, 1}, column(metrics, "roc", "truePositive"), 1e-15);
  }

  @Test
  void theThinnedCurveOfManyRowsHasTheAreaOfAll() {
    BinaryMetrics metrics = drawn(50_000);
    double[] x = column(metrics, "roc", "falsePositive");
    double[] y = column(metrics, "roc", "truePositive");
    assertTrue(x.length <= 402, () -> "points: " + x.length);
    double area = 0;
    for (int i = 1; i < x.length; i++) {
      assertTrue(x[i] >= x[i - 1] && y[i] >= y[i - 1]);
      area += (x[i] - x[i - 1]) * (y[i] + y[i - 1]) / 2;
    }
    assertEquals(0, x[0] + y[0]);
    assertEquals(2, x[x.length - 1] + y[y.length - 1]);
    assertEquals(metrics.auc(), area, 1e-4);
  }

  @Test
  void calibrationIsThatOfTenthsOfTheRowsByProbability() {
    BinaryMetrics metrics = drawn(50_000);
    double[] predicted = column(metrics, "calibration", "predicted");
    double[] observed = column(metrics, "calibration", "observed");
    double[] weight = column(metrics, "calibration", "weight");
    assertEquals(10, predicted.length);
    double expected = 0;
    double positive = 0;
    for (int i = 0; i < 10; i++) {
      assertEquals(5_000, weight[i], 50);
      // Labels are drawn with these probabilities: five deviations of 5,000 of them.
      double deviation = Math.sqrt(predicted[i] * (1 - predicted[i]) / weight[i]);
      assertEquals(predicted[i], observed[i], 5 * deviation);
      expected += predicted[i] * weight[i];
      positive += observed[i] * weight[i];
    }
    assertEquals(metrics.calibration(), expected / positive, 1e-4);
  }

  @Test
  void theyExistWhereTheirScoresAndClassesDo() {
    BinaryMetrics oneClass = new BinaryMetrics();
    oneClass.add(1, 1, 1);
    assertEquals(Map.of(), oneClass.curves());
    BinaryMetrics scores = new BinaryMetrics(false);
    scores.add(1, 1, 1);
    scores.add(-1, 0, 1);
    assertEquals(Set.of("roc"), scores.curves().keySet());
  }

  private static BinaryMetrics drawn(int rows) {
    BinaryMetrics metrics = new BinaryMetrics();
    SplittableRandom random = new SplittableRandom(11);
    for (int i = 0; i < rows; i++) {
      double score = random.nextDouble(-4, 2);
      metrics.add(score, random.nextDouble() < 1 / (1 + Math.exp(-score)) ? 1 : 0, 1);
    }
    return metrics;
  }
}
