package io.adamant.metrics;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.function.DoubleBinaryOperator;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class BinaryMetricsTest {
  record Prediction(double margin, double label, double weight) {}

  /** Margins from a few values, so that they tie, or from all. */
  private static List<Prediction> predictions(
      SplittableRandom random, int count, boolean tied, boolean weighted) {
    List<Prediction> predictions = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      double margin = tied ? random.nextInt(-3, 4) * 0.5 : random.nextDouble(-6, 6);
      double label = random.nextDouble() < 1 / (1 + Math.exp(-margin)) ? 1 : 0;
      // Multiples of 2^-20, as which the ROC curve takes weights.
      double weight = weighted ? random.nextInt(5) * 0.375 : 1;
      predictions.add(new Prediction(margin, label, weight));
    }
    return predictions;
  }

  private static BinaryMetrics of(List<Prediction> predictions) {
    BinaryMetrics metrics = new BinaryMetrics();
    predictions.forEach(
        prediction -> metrics.add(prediction.margin(), prediction.label(), prediction.weight()));
    return metrics;
  }

  private static double[] figures(BinaryMetrics metrics) {
    return new double[] {
      metrics.rows(), metrics.logLoss(), metrics.accuracy(), metrics.auc(), metrics.calibration()
    };
  }

  /** The part of all pairs of a positive and a negative in which the positive has more. */
  private static double aucOfPairs(List<Prediction> predictions) {
    return partOfPairs(
        predictions,
        (positive, negative) -> {
          int order = Double.compare(positive + 0.0, negative + 0.0);
          return order > 0 ? 1 : order == 0 ? 0.5 : 0;
        });
  }

  /** The part of all pairs that may count as tied: margins are told apart to 14 bits. */
  private static double partOfClosePairs(List<Prediction> predictions) {
    return partOfPairs(
        predictions,
        (a, b) ->
            a != b && Math.abs(a - b) <= 0x1p-13 * Math.max(Math.abs(a), Math.abs(b)) ? 1 : 0);
  }

  private static double partOfPairs(
      List<Prediction> predictions, DoubleBinaryOperator countOfPair) {
    double pairs = 0;
    double counted = 0;
    for (Prediction positive : predictions) {
      for (Prediction negative : predictions) {
        if (positive.label() == 1 && negative.label() == 0) {
          double weight = positive.weight() * negative.weight();
          pairs += weight;
          counted += weight * countOfPair.applyAsDouble(positive.margin(), negative.margin());
        }
      }
    }
    return counted / pairs;
  }

  private static void assertNear(double expected, double actual, double tolerance) {
    if (Double.isNaN(expected)) {
      assertEquals(Double.NaN, actual);
    } else {
      assertEquals(expected, actual, tolerance);
    }
  }

  @Property(tries = 200)
  void everyMetricIsThatOfItsDefinition(
      @ForAll long seed,
      @ForAll @IntRange(min = 1, max = 300) int count,
      @ForAll boolean tied,
      @ForAll boolean weighted) {
    List<Prediction> predictions = predictions(new SplittableRandom(seed), count, tied, weighted);
    double weights = 0;
    double losses = 0;
    double right = 0;
    double predicted = 0;
    double observed = 0;
    for (Prediction row : predictions) {
      double probability = 1 / (1 + Math.exp(-row.margin()));
      weights += row.weight();
      losses -= row.weight() * Math.log(row.label() == 1 ? probability : 1 - probability);
      boolean isRight = (probability > 0.5) == (row.label() == 1);
      right += isRight ? row.weight() : 0;
      predicted += row.weight() * probability;
      observed += row.weight() * row.label();
    }
    BinaryMetrics metrics = of(predictions);
    assertEquals(count, metrics.rows());
    assertNear(losses / weights, metrics.logLoss(), 1e-12);
    assertNear(right / weights, metrics.accuracy(), 1e-12);
    double calibration = observed == 0 ? Double.NaN : predicted / observed;
    assertNear(calibration, metrics.calibration(), 1e-12 * calibration);
    double half = 0.5 * partOfClosePairs(predictions);
    assertNear(aucOfPairs(predictions), metrics.auc(), half + 1e-14);
  }

  @Test
  void theAreaOfManyRowsIsThatOfPairsToFourDigits() {
    List<Prediction> predictions = predictions(new SplittableRandom(4), 4_000, false, true);
    assertEquals(aucOfPairs(predictions), of(predictions).auc(), 1e-4);
  }

  @Property(tries = 100)
  void anyOrderAndAnyMergingGivesTheSameBits(
      @ForAll long seed,
      @ForAll @IntRange(min = 1, max = 2_000) int count,
      @ForAll @IntRange(min = 1, max = 8) int parts,
      @ForAll boolean compacted) {
    SplittableRandom random = new SplittableRandom(seed);
    List<Prediction> predictions = predictions(random, count, false, true);
    double[] expected = figures(of(predictions));
    Collections.shuffle(predictions, new Random(seed));
    List<BinaryMetrics> metrics = new ArrayList<>();
    for (int part = 0; part < parts; part++) {
      metrics.add(of(predictions.subList(part * count / parts, (part + 1) * count / parts)));
      if (compacted) {
        metrics.get(part).compact();
      }
    }
    while (metrics.size() > 1) {
      BinaryMetrics taken = metrics.remove(random.nextInt(metrics.size()));
      metrics.get(random.nextInt(metrics.size())).merge(taken);
    }
    assertArrayEquals(expected, figures(metrics.get(0)));
  }

  @Test
  void figuresMayBeAskedForInBetweenAndMoreRowsFollow() {
    List<Prediction> predictions = predictions(new SplittableRandom(1), 50_000, false, true);
    BinaryMetrics metrics = new BinaryMetrics();
    for (int i = 0; i < predictions.size(); i++) {
      Prediction row = predictions.get(i);
      metrics.add(row.margin(), row.label(), row.weight());
      if (i % 10_000 == 0) {
        assertTrue(metrics.auc() >= 0 || Double.isNaN(metrics.auc()));
        metrics.compact();
      }
    }
    assertArrayEquals(figures(of(predictions)), figures(metrics));
  }

  @Test
  void fiveRowsByHand() {
    BinaryMetrics metrics =
        of(
            List.of(
                new Prediction(0, 1, 1), // One half, not above it: predicted negative.
                new Prediction(Math.log(3), 1, 2), // 3/4
                new Prediction(-Math.log(3), 0, 1), // 1/4
                new Prediction(Math.log(3), 0, 1), // 3/4, and wrong
                new Prediction(5, 0, 0))); // Weight zero.
    double expectedLoss = (Math.log(2) - 2 * Math.log(0.75) - Math.log(0.75) - Math.log(0.25)) / 5;
    assertEquals(5, metrics.rows());
    assertEquals(expectedLoss, metrics.logLoss(), 1e-15);
    assertEquals(0.6, metrics.accuracy(), 1e-15);
    assertEquals((0.5 + 1.5 + 0.25 + 0.75) / 3, metrics.calibration(), 1e-15);
    // Weighted pairs: the first beats one of two; the second beats one and ties with one.
    assertEquals((1 + 2 * 1.5) / 6, metrics.auc(), 1e-15);
  }

  @Test
  void marginsThatAreCloseOrHugeAreStillOrdered() {
    double[] ascending = {
      Double.NEGATIVE_INFINITY,
      -1e30,
      -100,
      -1 - 1e-3,
      -1,
      -1e-3,
      -1e-30,
      0,
      1e-30,
      1e-3,
      1,
      1 + 1e-3,
      100,
      1e30,
      Double.POSITIVE_INFINITY
    };
    for (int split = 1; split < ascending.length; split++) {
      RocHistogram roc = new RocHistogram();
      for (int i = 0; i < ascending.length; i++) {
        roc.add(ascending[i], i >= split, 1);
      }
      assertEquals(1.0, roc.area());
    }
    RocHistogram zeros = new RocHistogram();
    zeros.add(-0.0, true, 1);
    zeros.add(0.0, false, 1);
    assertEquals(0.5, zeros.area());
  }

  @Test
  void withoutRowsOrWithOneClassWhatHasNoMeaningIsNotANumber() {
    BinaryMetrics none = new BinaryMetrics();
    assertArrayEquals(
        new double[] {0, Double.NaN, Double.NaN, Double.NaN, Double.NaN}, figures(none));
    BinaryMetrics negatives = of(List.of(new Prediction(1, 0, 1), new Prediction(-1, 0, 1)));
    assertEquals(0.5, negatives.accuracy());
    assertEquals(Double.NaN, negatives.auc());
    assertEquals(Double.NaN, negatives.calibration());
    BinaryMetrics positives = of(List.of(new Prediction(1, 1, 1)));
    assertEquals(Double.NaN, positives.auc());
  }

  @Test
  void scoresThatAreNoLogOddsOrderAndDecideButHaveNoProbabilities() {
    List<Prediction> predictions = predictions(new SplittableRandom(9), 200, true, true);
    BinaryMetrics ofLogOdds = of(predictions);
    BinaryMetrics ofScores = new BinaryMetrics(false);
    predictions.forEach(row -> ofScores.add(row.margin(), row.label(), row.weight()));
    assertEquals(ofLogOdds.rows(), ofScores.rows());
    assertEquals(ofLogOdds.accuracy(), ofScores.accuracy());
    assertEquals(ofLogOdds.auc(), ofScores.auc());
    assertEquals(Double.NaN, ofScores.logLoss());
    assertEquals(Double.NaN, ofScores.calibration());
    assertThrows(IllegalArgumentException.class, () -> ofScores.merge(ofLogOdds));
  }
}
