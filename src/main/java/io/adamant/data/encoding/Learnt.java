package io.adamant.data.encoding;

import java.io.Serializable;
import java.util.List;

/**
 * What an encoder has learnt from the rows that a model is trained on.
 *
 * @param mean of the numbers, after their transform; 0 where it is not taken off
 * @param deviation standard deviation of the same; 1 where they are not divided by it
 * @param boundaries ascending: a number is in the bucket of as many boundaries as are at most it
 */
public record Learnt(double mean, double deviation, List<Double> boundaries)
    implements Serializable {
  /** Of an encoder that learns nothing. */
  public static final Learnt NOTHING = new Learnt(0, 1, List.of());

  public Learnt {
    if (!Double.isFinite(mean) || !(deviation > 0 && deviation < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "mean must be finite and deviation > 0, got %s and %s".formatted(mean, deviation));
    }
    requireAscending(boundaries);
    boundaries = List.copyOf(boundaries);
  }

  /** Of a bucket encoder. */
  public static Learnt ofBoundaries(List<Double> boundaries) {
    return new Learnt(0, 1, boundaries);
  }

  static void requireAscending(List<Double> boundaries) {
    double previous = Double.NEGATIVE_INFINITY;
    for (double boundary : boundaries) {
      if (!(boundary > previous && boundary < Double.POSITIVE_INFINITY)) {
        throw new IllegalArgumentException(
            "encoding.boundaries must be finite and ascending, got " + boundaries);
      }
      previous = boundary;
    }
  }
}
