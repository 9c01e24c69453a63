package io.adamant.optimizer.rule;

import io.adamant.optimizer.Decay;
import io.adamant.optimizer.DeferrableRule;
import io.adamant.optimizer.Limits;
import io.adamant.optimizer.MissedSteps;
import io.adamant.optimizer.ParameterPart;
import io.adamant.optimizer.Segment;
import io.adamant.optimizer.Slot;
import java.util.List;

/**
 * FTRL-Proximal, whose L1 makes parameters exactly zero. McMahan et al., "Ad click prediction: a
 * view from the trenches" (KDD 2013), algorithm 1:
 *
 * <pre>
 *   n' ← n + g²
 *   z ← z + g + 2ςθ − (n'^q − n^q)/α · θ,     q = 1/2
 *   θ ← 0 where |z| ≤ λ₁, else −(z − sign(z)λ₁) / ((β + n'^q)/α + λ₂)
 *   n ← n'
 * </pre>
 *
 * <p>θ follows from z and n alone: begin with θ = 0, or θ has no part in the first steps. Keras's
 * Ftrl is the same with {@code learningRatePower} = −q, the accumulator starting at 0.1, β = 0, and
 * twice its {@code l2_regularization_strength} as l2; its shrinkage ς is this one. Where the rate
 * of a step is 0, parameters and slots stay as they are.
 *
 * @param learningRate α, at least 0
 * @param beta β, at least 0
 * @param l1 λ₁, at least 0
 * @param l2 λ₂, at least 0, in McMahan's sense
 * @param initialAccumulator n before the first step, at least 0
 * @param learningRatePower −q, in [−1, 0]
 * @param l2Shrinkage ς, at least 0
 * @param weightDecay λ of an L2 term in the gradient, at least 0
 */
public record Ftrl(
    double learningRate,
    double beta,
    double l1,
    double l2,
    double initialAccumulator,
    double learningRatePower,
    double l2Shrinkage,
    double weightDecay)
    implements DeferrableRule {
  /** The paper's, without penalties. */
  public static final Ftrl DEFAULTS = new Ftrl(0.1, 1, 0, 0, 0, -0.5, 0, 0);

  private static final double SQUARE_ROOT = -0.5;

  public Ftrl {
    Limits.requireNotNegative("learning-rate", learningRate);
    Limits.requireNotNegative("beta", beta);
    Limits.requireNotNegative("l1", l1);
    Limits.requireNotNegative("l2", l2);
    Limits.requireNotNegative("initial-accumulator", initialAccumulator);
    if (!(learningRatePower >= -1 && learningRatePower <= 0)) {
      throw new IllegalArgumentException(
          "optimizer.learning-rate-power must be in [-1, 0], got " + learningRatePower);
    }
    Limits.requireNotNegative("l2-shrinkage", l2Shrinkage);
    Limits.requireNotNegative("weight-decay", weightDecay);
  }

  /** With the defaults. */
  public Ftrl(double learningRate) {
    this(
        learningRate,
        DEFAULTS.beta,
        DEFAULTS.l1,
        DEFAULTS.l2,
        DEFAULTS.initialAccumulator,
        DEFAULTS.learningRatePower,
        DEFAULTS.l2Shrinkage,
        DEFAULTS.weightDecay);
  }

  @Override
  public String name() {
    return "ftrl";
  }

  @Override
  public Decay decay() {
    return Decay.L2;
  }

  @Override
  public List<Slot> slots(ParameterPart part) {
    return List.of(
        new Slot("linear"), new Slot("accumulator", Slot.Shape.ELEMENT, initialAccumulator));
  }

  @Override
  public boolean takeAtOnce(Segment segment, MissedSteps missed) {
    if (l2Shrinkage > 0) {
      return false;
    }
    // Each step computes θ afresh from the same z and n: the last one is what counts.
    missed.skipToLast(segment);
    if (segment.learningRate() == 0) {
      return false;
    }
    update(segment);
    return true;
  }

  /** θ is computed from z and n: averages of the three would not belong together. */
  @Override
  public boolean canBeAveraged() {
    return false;
  }

  @Override
  public boolean settles() {
    return l2Shrinkage == 0;
  }

  @Override
  public void update(Segment segment) {
    double rate = segment.learningRate();
    if (rate == 0) {
      return;
    }
    double[] parameters = segment.parameters();
    double[] gradient = segment.gradient();
    double[] linear = segment.slot(0);
    double[] accumulator = segment.slot(1);
    double coupled = segment.coupledDecay();
    int end = segment.end();
    for (int at = segment.offset(); at < end; at++) {
      double p = parameters[at];
      // Zero times a parameter that is no number would reach the accumulator.
      double g = coupled == 0 ? gradient[at] : gradient[at] + coupled * p;
      double power = power(accumulator[at]);
      double n = accumulator[at] + g * g;
      double nextPower = power(n);
      double z = linear[at] + (g + 2 * l2Shrinkage * p) - (nextPower - power) / rate * p;
      accumulator[at] = n;
      linear[at] = z;
      parameters[at] =
          Math.abs(z) <= l1 ? 0 : -(z - Math.signum(z) * l1) / ((beta + nextPower) / rate + l2);
    }
  }

  private double power(double n) {
    return learningRatePower == SQUARE_ROOT ? Math.sqrt(n) : StrictMath.pow(n, -learningRatePower);
  }
}
