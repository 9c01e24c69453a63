package io.adamant.data.encoding;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.adamant.data.InvalidInputException;
import io.adamant.data.encoding.NumberSettings.Transform;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is learnt of numbers, against plain arithmetic over all of them. */
class NumberSurveyTest {
  private static final EncoderSettings STANDARDIZED = NumberSettings.DEFAULT;

  private static EncoderSettings quantiles(int count) {
    return new BucketSettings(List.of(), count, MissingValues.FEATURE);
  }

  /** A survey of numbers in some parts, merged in another order. */
  private static NumberSurvey survey(
      Supplier<NumberSurvey> empty, double[] numbers, int parts, Random random) {
    NumberSurvey[] surveys = new NumberSurvey[parts];
    Arrays.setAll(surveys, i -> empty.get());
    for (double number : numbers) {
      surveys[random.nextInt(parts)].add(number);
    }
    NumberSurvey all = empty.get();
    for (NumberSurvey survey : surveys) {
      all.merge(survey);
    }
    return all;
  }

  /** Of numbers whose size and distance from zero differ by many orders. */
  @ParameterizedTest
  @ValueSource(doubles = {0, 1, -1e3, 1.7e9, 1e15})
  void momentsAreRightToTheLastDigitsWhateverTheOrder(double offset) {
    Random random = new Random(8);
    double[] numbers = random.doubles(1000).map(x -> offset + x * x * 100).toArray();
    BigDecimal n = BigDecimal.valueOf(numbers.length);
    BigDecimal sum =
        DoubleStream.of(numbers).mapToObj(BigDecimal::new).reduce(BigDecimal.ZERO, BigDecimal::add);
    BigDecimal mean = sum.divide(n, MathContext.DECIMAL128);
    BigDecimal variance =
        DoubleStream.of(numbers)
            .mapToObj(x -> new BigDecimal(x).subtract(mean).pow(2))
            .reduce(BigDecimal.ZERO, BigDecimal::add)
            .divide(n, MathContext.DECIMAL128);
    double deviation = variance.sqrt(MathContext.DECIMAL128).doubleValue();
    for (int parts : new int[] {1, 2, 7}) {
      Learnt learnt =
          survey(() -> new Moments(Transform.NONE), numbers, parts, random).learnt(STANDARDIZED);
      assertEquals(mean.doubleValue(), learnt.mean());
      assertEquals(deviation, learnt.deviation(), 1e-15 * deviation);
    }
  }

  @Test
  void aColumnThatNeverChangesIsNotDivided() {
    Moments moments = new Moments(Transform.NONE);
    for (int i = 0; i < 3; i++) {
      moments.add(0.1);
    }
    assertEquals(new Learnt(0.1, 1, List.of()), moments.learnt(STANDARDIZED));
  }

  @Test
  void momentsAreOfWhatTheTransformMakes() {
    Moments moments = new Moments(Transform.LOG);
    moments.add(Math.E - 1);
    moments.add(1 - Math.E);
    Learnt learnt = moments.learnt(STANDARDIZED);
    assertEquals(0, learnt.mean(), 1e-15);
    assertEquals(1, learnt.deviation(), 1e-15);
  }

  @Test
  void squaresBeyondDoublesAreRefused() {
    Moments moments = new Moments(Transform.NONE);
    moments.add(1e200);
    assertThrows(InvalidInputException.class, () -> moments.learnt(STANDARDIZED));
  }

  @Test
  void quantilesPutAboutAsManyNumbersInEachBucketWhateverTheOrder() {
    Random random = new Random(9);
    double[] numbers = random.doubles(10_000).map(x -> (x - 0.3) * Math.exp(20 * x)).toArray();
    List<Double> first =
        survey(ValueCounts::new, numbers, 1, random).learnt(quantiles(8)).boundaries();
    assertEquals(7, first.size());
    for (int parts : new int[] {2, 7}) {
      assertEquals(
          first,
          survey(ValueCounts::new, numbers, parts, random).learnt(quantiles(8)).boundaries());
    }
    int[] rows = new int[8];
    for (double x : numbers) {
      rows[(int) first.stream().filter(boundary -> boundary <= x).count()]++;
    }
    for (int bucket : rows) {
      assertTrue(Math.abs(bucket - 1250) < 50, () -> Arrays.toString(rows));
    }
  }

  @Test
  void wholeNumbersAreToldApartExactly() {
    double[] numbers = new double[2047 * 2 + 1];
    Arrays.setAll(numbers, i -> i - 2047.0);
    List<Double> boundaries =
        survey(ValueCounts::new, numbers, 3, new Random(1)).learnt(quantiles(4095)).boundaries();
    assertEquals(4094, boundaries.size());
    for (int i = 0; i < 4094; i++) {
      // The smallest number of the cell: above the next smaller whole number, at most at this one.
      double own = i - 2046;
      assertTrue(
          boundaries.get(i) > own - 1 && boundaries.get(i) <= own, () -> own + " " + boundaries);
    }
  }

  @Test
  void aFrequentNumberLeavesFewerBuckets() {
    ValueCounts counts = new ValueCounts();
    for (int i = 0; i < 60; i++) {
      counts.add(0);
      counts.add(i < 40 ? 1 : 0);
    }
    assertEquals(List.of(1.0), counts.learnt(quantiles(2)).boundaries());
    assertEquals(List.of(1.0), counts.learnt(quantiles(10)).boundaries());
    ValueCounts same = new ValueCounts();
    same.add(5);
    same.add(5);
    assertEquals(List.of(), same.learnt(quantiles(4)).boundaries());
  }
}
