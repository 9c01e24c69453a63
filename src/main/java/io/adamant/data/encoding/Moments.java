package io.adamant.data.encoding;

import io.adamant.data.InvalidInputException;
import io.adamant.linalg.ExactSum;
import java.math.BigDecimal;
import java.math.MathContext;

/**
 * Mean and standard deviation of numbers. The sums of the numbers and of their squares are exact,
 * so neither order nor cancellation plays a part: a column of times in seconds since 1970 has its
 * deviation to the last digits.
 */
public final class Moments implements NumberSurvey {
  private static final MathContext DIGITS = MathContext.DECIMAL128;

  private final NumberSettings.Transform transform;
  private final ExactSum sum = new ExactSum();
  private final ExactSum squares = new ExactSum();
  private long count;

  /** Of numbers after a transform. */
  Moments(NumberSettings.Transform transform) {
    this.transform = transform;
  }

  @Override
  public void add(double x) {
    double t = transform.of(x);
    double square = t * t;
    sum.add(t);
    squares.add(square);
    // What the product lost in rounding; of squares that small there is none to be had.
    squares.add(Math.fma(t, t, -square));
    count++;
  }

  @Override
  public void merge(NumberSurvey other) {
    Moments next = (Moments) other;
    sum.add(next.sum);
    squares.add(next.squares);
    count += next.count;
  }

  @Override
  public long count() {
    return count;
  }

  @Override
  public Learnt learnt(EncoderSettings settings) {
    if (!Double.isFinite(sum.value()) || !Double.isFinite(squares.value())) {
      throw new InvalidInputException(
          "the squares of its numbers are beyond what a double holds; use transform = log");
    }
    BigDecimal n = BigDecimal.valueOf(count);
    BigDecimal total = exact(sum);
    BigDecimal mean = total.divide(n, DIGITS);
    // Exact but for the division, so that what is left of a large mean's square is right.
    BigDecimal variance =
        exact(squares).multiply(n).subtract(total.pow(2)).divide(n.pow(2), DIGITS);
    double deviation = variance.signum() <= 0 ? 0 : variance.sqrt(DIGITS).doubleValue();
    return new Learnt(
        mean.doubleValue(), deviation > 0 ? deviation : 1, Learnt.NOTHING.boundaries());
  }

  /** A sum as the double next to it, plus the one next to what is left, until nothing is. */
  private static BigDecimal exact(ExactSum sum) {
    ExactSum rest = new ExactSum();
    rest.add(sum);
    BigDecimal exact = BigDecimal.ZERO;
    for (double part = rest.value(); part != 0; part = rest.value()) {
      exact = exact.add(new BigDecimal(part));
      rest.add(-part);
    }
    return exact;
  }
}
