package io.adamant.linalg;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.RandomDistribution;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ExactSumTest {
  /** Any finite bits: all exponents are equally likely, subnormals included. */
  @Provide
  Arbitrary<Double> finite() {
    Arbitrary<Double> anyExponent =
        Arbitraries.longs()
            .withDistribution(RandomDistribution.uniform())
            .map(Double::longBitsToDouble)
            .filter(Double::isFinite);
    Arbitrary<Double> subnormal =
        Arbitraries.longs().between(-(1L << 52), 1L << 52).map(units -> units * Double.MIN_VALUE);
    Arbitrary<Double> nearOne = Arbitraries.integers().between(-99, 99).map(i -> i / 8.0);
    return Arbitraries.oneOf(anyExponent, subnormal, nearOne);
  }

  @Provide
  Arbitrary<List<Double>> values() {
    return finite().list().ofMaxSize(60);
  }

  private static double sum(List<Double> values) {
    ExactSum sum = new ExactSum();
    values.forEach(sum::add);
    return sum.value();
  }

  /** The sum in decimals of any length, rounded once. */
  private static double oracle(List<Double> values) {
    BigDecimal sum = BigDecimal.ZERO;
    for (double value : values) {
      sum = sum.add(new BigDecimal(value));
    }
    return sum.doubleValue();
  }

  @Property(tries = 2_000)
  void theSumIsTheExactOneRoundedOnce(@ForAll("values") List<Double> values) {
    assertEquals(oracle(values), sum(values));
  }

  @Property(tries = 500)
  void whatCancelsLeavesTheRestWhole(
      @ForAll("values") List<Double> values, @ForAll("finite") double rest, @ForAll int shuffle) {
    List<Double> all = new ArrayList<>(values);
    values.forEach(value -> all.add(-value));
    all.add(rest);
    Collections.shuffle(all, new Random(shuffle));
    assertEquals(rest + 0.0, sum(all));
  }

  @Property(tries = 500)
  void anyOrderAndAnyMergingGivesTheSameBits(
      @ForAll("values") List<Double> values,
      @ForAll int shuffle,
      @ForAll @IntRange(min = 1, max = 9) int parts) {
    List<Double> shuffled = new ArrayList<>(values);
    Random random = new Random(shuffle);
    Collections.shuffle(shuffled, random);
    List<ExactSum> sums = new ArrayList<>();
    for (int part = 0; part < parts; part++) {
      sums.add(new ExactSum());
    }
    shuffled.forEach(value -> sums.get(random.nextInt(parts)).add(value));
    while (sums.size() > 1) {
      ExactSum taken = sums.remove(random.nextInt(sums.size()));
      sums.get(random.nextInt(sums.size())).add(taken);
    }
    assertEquals(sum(values), sums.get(0).value());
  }

  @Property
  void valuesMayBeAskedForInBetween(@ForAll("values") List<Double> values) {
    ExactSum sum = new ExactSum();
    for (int i = 0; i < values.size(); i++) {
      sum.add(values.get(i));
      assertEquals(oracle(values.subList(0, i + 1)), sum.value());
    }
  }

  static Stream<Arguments> corners() {
    double max = Double.MAX_VALUE;
    double min = Double.MIN_VALUE;
    double inf = Double.POSITIVE_INFINITY;
    return Stream.of(
        corner(0.0),
        corner(0.0, -0.0, -0.0),
        corner(inf, max, max),
        corner(-inf, -max, -max, -max),
        corner(max, max, max, -max),
        corner(min, max, min, -max),
        // Half an ulp above the largest double rounds to infinity, anything less does not.
        corner(inf, max, Math.ulp(max) / 2),
        corner(max, max, Math.ulp(max) / 2, -min),
        // Ties go to the even neighbour.
        corner(1.0, 1.0, 0x1p-53),
        corner(1.0 + 0x1p-51, 1.0 + 0x1p-52, 0x1p-53),
        corner(1.0 + 0x1p-52, 1.0, 0x1p-53, min),
        corner(Double.MIN_NORMAL, Double.MIN_NORMAL - min, min),
        corner(inf, 1, inf, 2),
        corner(-inf, -inf, max),
        corner(Double.NaN, inf, -inf),
        corner(Double.NaN, 1, Double.NaN, inf));
  }

  private static Arguments corner(double expected, double... values) {
    return Arguments.of(expected, values);
  }

  @ParameterizedTest
  @MethodSource("corners")
  void cornersComeOutRight(double expected, double[] values) {
    List<Double> list = new ArrayList<>(Arrays.stream(values).boxed().toList());
    assertEquals(expected, sum(list));
    Collections.reverse(list);
    assertEquals(expected, sum(list));
    ExactSum merged = new ExactSum();
    for (double value : list) {
      ExactSum part = new ExactSum();
      part.add(value);
      merged.add(part);
    }
    assertEquals(expected, merged.value());
  }

  @Test
  void manyAdditionsAndMergesDoNotOverflowTheDigits() {
    ExactSum sum = new ExactSum();
    double value = Double.longBitsToDouble(0x3fffffffffffffffL); // All bits of the significand.
    for (int i = 0; i < 1_000_000; i++) {
      sum.add(value);
    }
    // Doubled 30 times: 2^30 million additions, more than digits hold without carries.
    BigDecimal expected = new BigDecimal(value).multiply(BigDecimal.valueOf(1_000_000));
    for (int i = 0; i < 30; i++) {
      ExactSum other = new ExactSum();
      other.add(sum);
      sum.add(other);
      expected = expected.add(expected);
    }
    assertEquals(expected.doubleValue(), sum.value());
  }
}
