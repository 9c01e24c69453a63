package io.adamant.optimizer;

import io.adamant.linalg.IntegerPower;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The sum of all moves of a gap in a few terms. A parameter that has waited since step f moves by
 *
 * <pre>
 *   m Σⱼ cⱼ / (rⱼ s + ε),     j from f + 1 on,
 * </pre>
 *
 * with numbers cⱼ and rⱼ that are the same for all parameters that wait since f: cⱼ falls by β₁ a
 * step and takes in learning rate and decay, rⱼ changes slowly. Around r̄, the rⱼ of a step that
 * counts much, each fraction is a geometric series:
 *
 * <pre>
 *   1/(rⱼ s + ε) = y Σₖ (z (r̄ − rⱼ))ᵏ,     y = 1/(r̄ s + ε),  z = s y
 *   m Σⱼ cⱼ/(rⱼ s + ε) = m y Σₖ Cₖ zᵏ,     Cₖ = Σⱼ cⱼ (r̄ − rⱼ)ᵏ
 * </pre>
 *
 * <p>Since {@code z ≤ 1/r̄}, what is left out after K terms is at most {@code Σⱼ |cⱼ| |1 − rⱼ/r̄|ᴷ}
 * of {@code Σⱼ |cⱼ|}, whatever the parameter: how many terms are needed, and whether there are
 * enough, depends on the gap alone. The Cₖ grow by a term with each step.
 */
final class IdleSeries {
  /** Terms at most. */
  private static final int MOST_TERMS = 20;

  /** What may be left out, relative to the whole. */
  private static final double TOLERANCE = 1e-14;

  /** What is left of m once no later step counts. */
  private static final double NEGLIGIBLE = 1e-18;

  /** r̄ is that of the step after so many times the mean age of a moment. */
  private static final double CENTER = 1.25;

  /** The sums of a gap that has begun after a step. */
  private static final class Gap {
    final double center;
    final double[] sums = new double[MOST_TERMS];

    /** The same of magnitudes, relative to the center: what is left out from there on. */
    final double[] rests = new double[MOST_TERMS + 1];

    double keptOfMoment = 1;
    double keptOfRoot = 1;

    /** The number of steps in the sums. */
    int steps;

    Gap(double center) {
      this.center = center;
    }

    void add(IdleMove move, double keptByDecay) {
      keptOfMoment *= move.keptOfMoment();
      keptOfRoot *= move.keptOfRoot();
      double c = move.factor() * keptOfMoment;
      double r = move.root() * keptOfRoot;
      double rest = Math.abs(c) * Math.max(1, center / r);
      double difference = center - r;
      double distance = Math.abs(difference) / center;
      for (int k = 0; k < MOST_TERMS; k++) {
        sums[k] = sums[k] * keptByDecay + c;
        c *= difference;
        rests[k] = rests[k] * keptByDecay + rest;
        rest *= distance;
      }
      rests[MOST_TERMS] = rests[MOST_TERMS] * keptByDecay + rest;
      steps++;
    }

    /** How many terms it takes; 0 where there are not enough. */
    int terms() {
      double most = TOLERANCE * Math.abs(sums[0]);
      for (int terms = 1; terms <= MOST_TERMS; terms++) {
        if (rests[terms] <= most) {
          return terms;
        }
      }
      return 0;
    }
  }

  /** By the number of steps before the gap. */
  private final List<Gap> gaps = new ArrayList<>();

  /** Gaps before this one have all steps in their sums that count. */
  private int firstOpen;

  /**
   * Takes in a step.
   *
   * @param rule of the step
   */
  void add(DeferrableRule rule, IdleMove move, StepSettings step) {
    long lag = Math.round(CENTER / Math.max(1e-3, 1 - move.keptOfMoment()));
    IdleMove later = rule.idleMove(step.step() - 1 + lag, step.learningRate());
    double laterRoot = later == null ? move.root() : later.root();
    gaps.add(new Gap(laterRoot * IntegerPower.of(move.keptOfRoot(), lag)));
    for (int i = firstOpen; i < gaps.size(); i++) {
      gaps.get(i).add(move, step.keptByDecay());
    }
    while (firstOpen < gaps.size() && gaps.get(firstOpen).keptOfMoment < NEGLIGIBLE) {
      firstOpen++;
    }
  }

  /**
   * What the gap after some steps comes to.
   *
   * @param kept what decay leaves over ranges of steps
   * @param to steps known
   * @return null where single steps must be taken
   */
  @Nullable IdleSum sum(int from, RangeProducts kept, int to) {
    Gap gap = gaps.get(from);
    int terms = gap.terms();
    if (terms == 0) {
      return null;
    }
    double[] sums = new double[terms];
    double left = kept.over(from + gap.steps, to);
    for (int k = 0; k < terms; k++) {
      sums[k] = gap.sums[k] * left;
    }
    return new IdleSum(gap.center, sums);
  }
}
