package io.adamant.linalg;

/**
 * In which numbers parameters and gradients travel. Arrays stay {@code double[]} in memory; under
 * {@link #FLOAT32} their values are such as a {@code float} holds, so that it carries them without
 * loss.
 *
 * <p>Rounding is to nearest, ties to even. It is part of the result, and so it is done wherever a
 * node of the lane tree is computed, whether the node travels or not. The sum of two floats,
 * computed as double and rounded once more, is the float nearest to their exact sum, since 53 bits
 * are at least twice 24 and two more (Figueroa, "When is double rounding innocuous?", 1995): a node
 * is what float addition gives.
 */
public enum WirePrecision {
  /** As computed. */
  FLOAT64(Double.BYTES),
  /** Rounded to 24 bits of mantissa. */
  FLOAT32(Float.BYTES);

  /** Changes nothing. */
  public static final WirePrecision DEFAULT = FLOAT64;

  private final int bytes;

  WirePrecision(int bytes) {
    this.bytes = bytes;
  }

  /** Bytes of a value on the wire. */
  public int bytes() {
    return bytes;
  }

  /** Whether there is something to round. */
  public boolean rounds() {
    return this == FLOAT32;
  }

  /**
   * Rounds leaves of a sum, or parameters, in place. A negative number too small for a float
   * becomes {@code +0.0}, as no sum is ever {@code -0.0}; a number too large becomes infinite.
   */
  public void round(double[] values) {
    if (!rounds()) {
      return;
    }
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) values[i] + 0.0;
    }
  }

  /** Rounds the first {@code size} sums of two rounded values each, in place. */
  void roundSums(double[] sums, int size) {
    if (!rounds()) {
      return;
    }
    // Multiples of the least float add up to one again: none of them is lost, and -0.0, which is
    // only where nothing was added, stays.
    for (int i = 0; i < size; i++) {
      sums[i] = (float) sums[i];
    }
  }
}
