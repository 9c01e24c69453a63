package io.adamant.linalg;

import java.io.Serializable;
import java.util.Locale;

/**
 * What the parameters of a column group, or of a dense tensor, are before training: a pure function
 * of seed, feature and column, so that a row that was never touched need not be stored, and is the
 * same wherever and whenever it is asked for.
 *
 * @param distribution of the values
 * @param scale standard deviation where they are normal, largest magnitude where uniform; finite
 *     and above 0, or 0 for zeros
 * @param seed of the hash
 */
public record InitialValues(Distribution distribution, double scale, long seed)
    implements Serializable {
  /** Zeros. */
  public static final InitialValues ZEROS = new InitialValues(Distribution.ZEROS, 0, 0);

  private static final double UNIT = 0x1p-53;

  /** How the values are spread. */
  public enum Distribution {
    ZEROS,
    NORMAL,
    UNIFORM
  }

  public InitialValues {
    boolean isScale =
        distribution == Distribution.ZEROS
            ? scale == 0
            : scale > 0 && scale < Double.POSITIVE_INFINITY;
    if (!isScale) {
      throw new IllegalArgumentException(
          "the scale of initial values must be finite and > 0, and 0 of zeros, got %s of %s"
              .formatted(scale, distribution.name().toLowerCase(Locale.ROOT)));
    }
  }

  /** Normal values with mean 0. */
  public static InitialValues normal(double standardDeviation, long seed) {
    return new InitialValues(Distribution.NORMAL, standardDeviation, seed);
  }

  /** Values spread evenly from {@code -limit} to {@code limit}. */
  public static InitialValues uniform(double limit, long seed) {
    return new InitialValues(Distribution.UNIFORM, limit, seed);
  }

  /** Values of the same distribution that belong to a tensor: those of each name are others. */
  InitialValues of(String tensor) {
    return areZeros()
        ? this
        : new InitialValues(distribution, scale, mixed(seed) + tensor.hashCode());
  }

  public boolean areZeros() {
    return distribution == Distribution.ZEROS;
  }

  /**
   * The value of a parameter.
   *
   * @param column of the table
   */
  public double value(long feature, int column) {
    return switch (distribution) {
      case ZEROS -> 0.0;
      case UNIFORM -> scale * (2 * unit(bits(feature, column, 0)) - 1);
      case NORMAL -> scale * normal(feature, column);
    };
  }

  /** By Box and Muller, "A note on the generation of random normal deviates" (1958). */
  private double normal(long feature, int column) {
    // In (0, 1], whose logarithm is finite; StrictMath has the same bits on every machine.
    double radius = 1 - unit(bits(feature, column, 0));
    double angle = unit(bits(feature, column, 1));
    return StrictMath.sqrt(-2 * StrictMath.log(radius)) * StrictMath.cos(2 * Math.PI * angle);
  }

  private static double unit(long bits) {
    return (bits >>> 11) * UNIT;
  }

  private long bits(long feature, int column, int draw) {
    return mixed(mixed(mixed(seed) + feature) + 2L * column + draw);
  }

  /** A step of SplitMix64 (Steele, Lea and Flood, 2014). */
  private static long mixed(long number) {
    long z = number + 0x9E3779B97F4A7C15L;
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }

  /** Such as {@code normal(0.01, seed 7)}. */
  @Override
  public String toString() {
    String name = distribution.name().toLowerCase(Locale.ROOT);
    return areZeros() ? name : "%s(%s, seed %d)".formatted(name, scale, seed);
  }
}
