package io.adamant.optimizer.rule;

import io.adamant.optimizer.MissedSteps;
import io.adamant.optimizer.Segment;

/**
 * What is left of a moment in steps without a gradient: m falls by β₁ in each, and moves θ by less
 * and less. Once all that is to come is below the last bit of θ, the steps can be taken at once: θ
 * keeps what decay leaves of it, and moments fall by powers.
 */
final class IdleMoments {
  /** Half of the last bit of a number, relative to it. */
  private static final double HALF_BIT = 0x1p-54;

  private IdleMoments() {}

  /**
   * A bound of the sum {@code q + q² + ...}, which is what all later steps come to, in multiples of
   * one.
   */
  static double rest(double quotient) {
    return quotient < 1 ? quotient / (1 - quotient) : Double.POSITIVE_INFINITY;
  }

  /**
   * Whether no later step moves a parameter of the segment.
   *
   * @param moment what the parameters move by
   * @param most for each of them, the largest sum of its moves in multiples of the moment
   */
  static boolean areSettled(Segment segment, double[] moment, double most, MissedSteps missed) {
    double[] parameters = segment.parameters();
    double limit = HALF_BIT * missed.keptByDecay();
    int end = segment.end();
    for (int at = segment.offset(); at < end; at++) {
      if (!isBelow(Math.abs(moment[at]) * most, limit * Math.abs(parameters[at]), moment[at])) {
        return false;
      }
    }
    return true;
  }

  /**
   * The same where moments are divided by norms.
   *
   * @param mostByNorm the largest sum of moves in multiples of moment/norm
   * @param most the largest in multiples of the moment
   * @param isSquared whether the norms are the roots of what {@code norm} holds
   */
  static boolean areSettled(
      Segment segment,
      double[] moment,
      double[] norm,
      boolean isSquared,
      double mostByNorm,
      double most,
      MissedSteps missed) {
    double[] parameters = segment.parameters();
    double limit = HALF_BIT * missed.keptByDecay();
    int end = segment.end();
    for (int at = segment.offset(); at < end; at++) {
      double divisor = isSquared ? Math.sqrt(norm[at]) : norm[at];
      double factor = Math.min(divisor > 0 ? mostByNorm / divisor : most, most);
      if (!isBelow(Math.abs(moment[at]) * factor, limit * Math.abs(parameters[at]), moment[at])) {
        return false;
      }
    }
    return true;
  }

  private static boolean isBelow(double move, double limit, double moment) {
    // Without a moment nothing moves, however large the factor.
    return move <= limit || moment == 0;
  }

  /** Multiplies the parameters by what decay leaves of them. */
  static void decay(Segment segment, MissedSteps missed) {
    scale(segment, segment.parameters(), missed.keptByDecay());
  }

  /** Multiplies the values of a slot, or the parameters. */
  static void scale(Segment segment, double[] values, double factor) {
    if (factor == 1) {
      return;
    }
    int end = segment.end();
    for (int at = segment.offset(); at < end; at++) {
      values[at] *= factor;
    }
  }
}
