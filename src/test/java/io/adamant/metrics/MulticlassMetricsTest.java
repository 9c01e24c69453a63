package io.adamant.metrics;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class MulticlassMetricsTest {
  /** Scores, then label and weight. */
  private static final double[][] ROWS = {
    {2, 0, 1, -1, 0.5, 0.25, 0, 1},
    {0, 1, 3, -1, 0.5, 0.25, 1, 0.5},
    {0.5, 0, 1, 4, 2, 3, 1, 2},
    {-1, 0, 1, 2, 3, 4, 5, 1.5},
    {1, 1.5, 1, 0, -1, -2, 2, 1},
    {1, 0, 0.5, -3, 2, 1.5, 3, 3}
  };

  private static MulticlassMetrics metrics(double[][] rows) {
    MulticlassMetrics metrics = new MulticlassMetrics(6);
    for (double[] row : rows) {
      metrics.add(row, 0, row[6], row[7]);
    }
    return metrics;
  }

  /** log_loss, accuracy_score, top_k_accuracy_score and f1_score of scikit-learn 1.2.1. */
  @Test
  void theFiguresAreThoseOfScikitLearn() {
    MulticlassMetrics metrics = metrics(ROWS);
    assertEquals(3.3810301947046018, metrics.loss(), 1e-15);
    assertEquals(0.2777777777777778, metrics.accuracy(), 1e-15);
    assertEquals(0.4444444444444444, metrics.topAccuracy(), 1e-15);
    assertEquals(0.3333333333333333, metrics.macroF1(), 1e-15);
    assertArrayEquals(
        new double[][] {
          {1, 0, 0, 0, 0, 0},
          {0, 0, 0.5, 2, 0, 0},
          {0, 1, 0, 0, 0, 0},
          {0, 0, 0, 0, 3, 0},
          {0, 0, 0, 0, 0, 0},
          {0, 0, 0, 0, 0, 1.5}
        },
        metrics.confusionMatrix());
    assertEquals(
        List.of("rows", "logLoss", "accuracy", "top5Accuracy", "macroF1", "confusionMatrix"),
        List.copyOf(metrics.figures().keySet()));
  }

  @Test
  void fewClassesHaveNoTopAndManyNoMatrix() {
    MulticlassMetrics few = new MulticlassMetrics(5);
    few.add(new double[5], 0, 1, 1);
    assertFalse(few.figures().containsKey("top5Accuracy"));
    assertEquals(0.0, few.accuracy(), "of equal scores the first is predicted");
    MulticlassMetrics many = new MulticlassMetrics(33);
    many.add(new double[33], 0, 4, 1);
    assertEquals(1.0, many.topAccuracy(), "of equal scores the first five are the highest");
    assertFalse(many.figures().containsKey("confusionMatrix"));
    assertEquals(Math.log(33), many.loss(), 1e-15);
  }

  @Test
  void partsMergeInAnyOrderToTheSameBits() {
    Random random = new Random(5);
    List<double[]> rows = new ArrayList<>();
    for (int i = 0; i < 1_000; i++) {
      double[] row = random.doubles(8, -3, 3).toArray();
      row[6] = random.nextInt(6);
      row[7] = Math.abs(row[7]);
      rows.add(row);
    }
    MulticlassMetrics first = metrics(rows.toArray(double[][]::new));
    for (int parts : new int[] {2, 7, 40}) {
      Collections.shuffle(rows, random);
      MulticlassMetrics merged = new MulticlassMetrics(6);
      for (int part = 0; part < parts; part++) {
        List<double[]> own = rows.subList(part * 1_000 / parts, (part + 1) * 1_000 / parts);
        merged.merge(metrics(own.toArray(double[][]::new)));
      }
      assertEquals(first.rows(), merged.rows());
      assertEquals(first.loss(), merged.loss());
      assertEquals(first.macroF1(), merged.macroF1());
      assertEquals(first.summary(), merged.summary());
      assertArrayEquals(first.confusionMatrix(), merged.confusionMatrix());
    }
  }

  @Test
  void hugeScoresKeepAFiniteLoss() {
    MulticlassMetrics metrics = new MulticlassMetrics(2);
    metrics.add(new double[] {1e4, -1e4}, 0, 1, 1);
    assertEquals(2e4, metrics.loss());
    assertTrue(Double.isNaN(new MulticlassMetrics(2).loss()));
  }
}
