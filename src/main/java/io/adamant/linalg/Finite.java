package io.adamant.linalg;

/** Whether numbers are neither NaN nor infinite. */
public final class Finite {
  private Finite() {}

  /** Whether all values are finite. */
  public static boolean all(double[] values) {
    // Zero times a finite number is zero, times anything else it is NaN.
    double sum = 0.0;
    for (double value : values) {
      sum += 0.0 * value;
    }
    return sum == 0.0;
  }

  /** Whether all values of some arrays are finite. */
  public static boolean all(double[][] arrays) {
    boolean finite = true;
    for (double[] values : arrays) {
      finite &= all(values);
    }
    return finite;
  }
}
