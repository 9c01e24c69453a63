package io.adamant.optimizer.rule;

import io.adamant.linalg.IntegerPower;
import io.adamant.optimizer.Decay;
import io.adamant.optimizer.DeferrableRule;
import io.adamant.optimizer.Limits;
import io.adamant.optimizer.MissedSteps;
import io.adamant.optimizer.ParameterPart;
import io.adamant.optimizer.Segment;
import io.adamant.optimizer.Slot;
import java.util.ArrayList;
import java.util.List;

/**
 * Steps by a moving root mean square of the gradient. Tieleman and Hinton, "Lecture 6.5: RMSProp"
 * (2012), with momentum and, after Graves (arXiv:1308.0850), centered, as {@code
 * torch.optim.RMSprop}:
 *
 * <pre>
 *   v ← ρv + (1 − ρ)g²
 *   a ← ρa + (1 − ρ)g                     where centered; else a = 0
 *   d ← √(v − a²) + ε
 *   b ← μb + g/d,  θ ← θ − αb             with momentum
 *   θ ← θ − αg/d                          without
 * </pre>
 *
 * <p>Keras and optax have ε inside the root, and the learning rate in the buffer b, which makes a
 * difference where the rate changes.
 *
 * @param learningRate α, at least 0
 * @param alpha ρ, in [0, 1)
 * @param epsilon ε, at least 0
 * @param epsilonForm where ε stands: OUTSIDE or INSIDE
 * @param momentum μ, at least 0; 0 keeps no buffer
 * @param centered whether the variance of the gradient takes the place of its square
 * @param weightDecay λ, at least 0
 * @param decay how weight decay acts
 */
public record RmsProp(
    double learningRate,
    double alpha,
    double epsilon,
    EpsilonForm epsilonForm,
    double momentum,
    boolean centered,
    double weightDecay,
    Decay decay)
    implements DeferrableRule {
  /** PyTorch's. */
  public static final RmsProp DEFAULTS =
      new RmsProp(1e-2, 0.99, 1e-8, EpsilonForm.OUTSIDE, 0, false, 0, Decay.L2);

  public RmsProp {
    Limits.requireNotNegative("learning-rate", learningRate);
    Limits.requireFraction("alpha", alpha);
    Limits.requireNotNegative("epsilon", epsilon);
    epsilonForm.requireNotHat("rmsprop");
    Limits.requireNotNegative("momentum", momentum);
    Limits.requireNotNegative("weight-decay", weightDecay);
    Limits.requireNotInUpdate(decay);
  }

  /** With the defaults. */
  public RmsProp(double learningRate) {
    this(
        learningRate,
        DEFAULTS.alpha,
        DEFAULTS.epsilon,
        DEFAULTS.epsilonForm,
        DEFAULTS.momentum,
        DEFAULTS.centered,
        DEFAULTS.weightDecay,
        DEFAULTS.decay);
  }

  @Override
  public String name() {
    return "rmsprop";
  }

  @Override
  public List<Slot> slots(ParameterPart part) {
    List<Slot> slots = new ArrayList<>(List.of(new Slot("squareAverage")));
    if (centered) {
      slots.add(new Slot("gradientAverage"));
    }
    if (momentum > 0) {
      slots.add(new Slot("momentumBuffer"));
    }
    return slots;
  }

  @Override
  public boolean takeAtOnce(Segment segment, MissedSteps missed) {
    if (epsilon == 0) {
      return false; // 0/0
    }
    if (momentum > 0) {
      double largest = missed.largestMomentum(momentum);
      double most = missed.largestLearningRate() * IdleMoments.rest(largest);
      double[] buffer = segment.slot(centered ? 2 : 1);
      if (!IdleMoments.areSettled(segment, buffer, most, missed)) {
        return false;
      }
      IdleMoments.scale(segment, buffer, missed.momentumProduct(momentum));
    }
    double kept = IntegerPower.of(alpha, missed.count());
    IdleMoments.scale(segment, segment.slot(0), kept);
    if (centered) {
      IdleMoments.scale(segment, segment.slot(1), kept);
    }
    IdleMoments.decay(segment, missed);
    return true;
  }

  @Override
  public void update(Segment segment) {
    double[] parameters = segment.parameters();
    double[] gradient = segment.gradient();
    double[] squareAverage = segment.slot(0);
    double[] gradientAverage = segment.slot(centered ? 1 : 0);
    double[] buffer = segment.slot(momentum > 0 && centered ? 2 : momentum > 0 ? 1 : 0);
    double coupled = segment.coupledDecay();
    double kept = segment.keptByDecay();
    double underRoot = epsilonForm.underRoot(epsilon, 1);
    double besideRoot = epsilonForm.besideRoot(epsilon, 1);
    double rate = segment.learningRate();
    int end = segment.end();
    for (int at = segment.offset(); at < end; at++) {
      double p = parameters[at];
      // Zero times a parameter that is no number would reach the averages.
      double g = coupled == 0 ? gradient[at] : gradient[at] + coupled * p;
      double v = squareAverage[at] * alpha + (1 - alpha) * g * g;
      squareAverage[at] = v;
      double variance = v;
      if (centered) {
        double a = gradientAverage[at] * alpha + (1 - alpha) * g;
        gradientAverage[at] = a;
        variance = v - a * a;
      }
      double d = Math.sqrt(variance + underRoot) + besideRoot;
      if (momentum > 0) {
        double b = buffer[at] * momentum + g / d;
        buffer[at] = b;
        parameters[at] = p * kept + -rate * b;
      } else {
        parameters[at] = p * kept + -rate * g / d;
      }
    }
  }

  @Override
  public RmsProp withMomentum(double momentum) {
    if (this.momentum == 0) {
      return (RmsProp) DeferrableRule.super.withMomentum(momentum);
    }
    Limits.requirePositive("momentum", momentum);
    return new RmsProp(
        learningRate, alpha, epsilon, epsilonForm, momentum, centered, weightDecay, decay);
  }
}
