package io.adamant.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RegressionMetricsTest {
  /** Figures of scikit-learn 1.2.1 for the same rows: see the comment of each. */
  @Test
  void theFiguresAreThoseOfScikitLearn() {
    double[] labels = {0.5, 3, 1.25, 2, 5};
    double[] predictions = {1, 2.5, 1.5, 0.25, 4};
    double[] weights = {1, 0.5, 2, 1, 3};
    RegressionMetrics metrics = new RegressionMetrics();
    for (int i = 0; i < labels.length; i++) {
      double deviance =
          2 * (labels[i] * Math.log(labels[i] / predictions[i]) - labels[i] + predictions[i]);
      metrics.add(predictions[i], labels[i], i, deviance, weights[i]);
    }
    assertEquals(5, metrics.rows());
    // mean_squared_error(labels, predictions, sample_weight=weights, squared=False)
    assertEquals(RMSE, metrics.rmse(), 1e-15);
    // mean_absolute_error
    assertEquals(MAE, metrics.mae(), 1e-15);
    // r2_score
    assertEquals(R2, metrics.r2(), 1e-14);
    // mean_poisson_deviance
    assertEquals(DEVIANCE, metrics.deviance(), 1e-15);
    assertEquals((0 + 0.5 + 4 + 3 + 12) / 7.5, metrics.loss(), 1e-15);
    assertEquals((1 + 1.25 + 3 + 0.25 + 12) / 7.5, metrics.meanPredicted(), 1e-15);
    assertEquals((0.5 + 1.5 + 2.5 + 2 + 15) / 7.5, metrics.meanObserved(), 1e-15);
    assertEquals(
        List.of("rows", "loss", "rmse", "mae", "r2", "deviance", "meanPredicted", "meanObserved"),
        List.copyOf(metrics.figures().keySet()));
  }

  private static final double RMSE = 0.9354143466934853;
  private static final double MAE = 0.8;
  private static final double R2 = 0.7400132056784418;
  private static final double DEVIANCE = 0.793904321599704;

  @Test
  void partsMergeInAnyOrderToTheSameBits() {
    Random random = new Random(5);
    List<double[]> rows = new ArrayList<>();
    for (int i = 0; i < 1_000; i++) {
      rows.add(
          new double[] {
            1e6 * random.nextGaussian(),
            random.nextGaussian(),
            random.nextGaussian(),
            random.nextGaussian(),
            random.nextDouble()
          });
    }
    RegressionMetrics first = merged(rows, 1);
    for (int parts : new int[] {2, 7, 40}) {
      Collections.shuffle(rows, random);
      assertEquals(first.figures(), merged(rows, parts).figures());
    }
  }

  private static RegressionMetrics merged(List<double[]> rows, int count) {
    List<RegressionMetrics> parts = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      parts.add(new RegressionMetrics());
    }
    for (int i = 0; i < rows.size(); i++) {
      double[] row = rows.get(i);
      parts.get(i % count).add(row[0], row[1], row[2], row[3], row[4]);
    }
    RegressionMetrics merged = new RegressionMetrics();
    for (RegressionMetrics part : parts) {
      part.compact();
      merged.merge(part);
    }
    return merged;
  }

  @Test
  void whatDoesNotExistIsNotANumber() {
    RegressionMetrics metrics = new RegressionMetrics();
    assertTrue(Double.isNaN(metrics.rmse()) && Double.isNaN(metrics.loss()));
    metrics.add(1, 2, 0.5, Double.NaN, 1);
    metrics.add(1, 2, 0.5, Double.NaN, 1);
    assertTrue(Double.isNaN(metrics.r2()), "the labels do not vary");
    assertTrue(Double.isNaN(metrics.deviance()), "the loss is of no family");
    assertEquals(1.0, metrics.rmse());
    assertEquals("RMSE 1.0000", metrics.headline().name() + " " + metrics.headline().value());
  }

  @Test
  void rowsWithoutWeightSayNothing() {
    RegressionMetrics metrics = new RegressionMetrics();
    metrics.add(1, 2, 0.5, 1, 1);
    metrics.add(Double.POSITIVE_INFINITY, 2, Double.POSITIVE_INFINITY, 1, 0);
    assertEquals(2, metrics.rows());
    assertEquals(1.0, metrics.rmse());
  }

  @Test
  void metricsOfAnotherTaskDoNotMerge() {
    RegressionMetrics metrics = new RegressionMetrics();
    assertThrows(IllegalArgumentException.class, () -> metrics.merge(new BinaryMetrics()));
    assertThrows(IllegalArgumentException.class, () -> new BinaryMetrics().merge(metrics));
    assertThrows(
        IllegalArgumentException.class,
        () -> new MulticlassMetrics(3).merge(new MulticlassMetrics(4)));
  }
}
