package io.adamant.optimizer;

/** All moves of a gap, for any parameter: see {@link IdleSeries}. */
public final class IdleSum {
  private final double center;
  private final double[] sums;

  IdleSum(double center, double[] sums) {
    this.center = center;
    this.sums = sums;
  }

  /**
   * Moves the parameters of a segment: what decay leaves of them, and the moves.
   *
   * @param moment m before the gap
   * @param square s² before the gap
   * @param epsilon ε
   * @param kept what decay leaves of a parameter over the gap
   */
  public void move(Segment segment, double[] moment, double[] square, double epsilon, double kept) {
    double[] parameters = segment.parameters();
    double[] sums = this.sums;
    double center = this.center;
    int end = segment.end();
    for (int at = segment.offset(); at < end; at++) {
      double s = Math.sqrt(square[at]);
      double y = 1 / (center * s + epsilon);
      double z = s * y;
      double sum = sums[sums.length - 1];
      for (int k = sums.length - 2; k >= 0; k--) {
        sum = sum * z + sums[k];
      }
      parameters[at] = parameters[at] * kept + moment[at] * y * sum;
    }
  }
}
