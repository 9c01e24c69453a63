package io.adamant.optimizer.rule;

import io.adamant.linalg.IntegerPower;
import io.adamant.optimizer.Decay;
import io.adamant.optimizer.DeferrableRule;
import io.adamant.optimizer.Limits;
import io.adamant.optimizer.MissedSteps;
import io.adamant.optimizer.ParameterPart;
import io.adamant.optimizer.Segment;
import io.adamant.optimizer.Slot;
import java.util.List;

/**
 * Adam that waits with adapting until the second moment can be trusted. Liu et al., "On the
 * variance of the adaptive learning rate and beyond" (arXiv:1908.03265), algorithm 2, as {@code
 * torch.optim.RAdam}:
 *
 * <pre>
 *   m ← β₁m + (1 − β₁)g,  v ← β₂v + (1 − β₂)g²
 *   ρ∞ = 2/(1 − β₂) − 1,  ρ = ρ∞ − 2tβ₂ᵗ/(1 − β₂ᵗ)
 *   r = √((ρ − 4)(ρ − 2)ρ∞ / ((ρ∞ − 4)(ρ∞ − 2)ρ))
 *   θ ← θ − α m/(1 − β₁ᵗ) · r √(1 − β₂ᵗ)/(√v + ε)     where ρ &gt; 5
 *   θ ← θ − α m/(1 − β₁ᵗ)                             before
 * </pre>
 *
 * <p>The paper has no ε and adapts from ρ &gt; 4 on. PyTorch's ε is HAT, optax's is OUTSIDE.
 *
 * @param learningRate α, at least 0
 * @param beta1 β₁ of the first moment, in [0, 1)
 * @param beta2 β₂ of the second moment, in [0, 1)
 * @param epsilon ε, at least 0
 * @param epsilonForm where ε stands
 * @param weightDecay λ, at least 0
 * @param decay how weight decay acts
 */
public record RAdam(
    double learningRate,
    double beta1,
    double beta2,
    double epsilon,
    EpsilonForm epsilonForm,
    double weightDecay,
    Decay decay)
    implements DeferrableRule {
  /** PyTorch's. */
  public static final RAdam DEFAULTS =
      new RAdam(1e-3, 0.9, 0.999, 1e-8, EpsilonForm.HAT, 0, Decay.L2);

  /** From which ρ on the second moment is used. */
  private static final double ENOUGH = 5;

  public RAdam {
    Limits.requireNotNegative("learning-rate", learningRate);
    Limits.requireFraction("beta1", beta1);
    Limits.requireFraction("beta2", beta2);
    Limits.requireNotNegative("epsilon", epsilon);
    Limits.requireNotNegative("weight-decay", weightDecay);
    Limits.requireNotInUpdate(decay);
  }

  /** With the defaults. */
  public RAdam(double learningRate) {
    this(
        learningRate,
        DEFAULTS.beta1,
        DEFAULTS.beta2,
        DEFAULTS.epsilon,
        DEFAULTS.epsilonForm,
        DEFAULTS.weightDecay,
        DEFAULTS.decay);
  }

  @Override
  public String name() {
    return "radam";
  }

  @Override
  public List<Slot> slots(ParameterPart part) {
    return List.of(new Slot("firstMoment"), new Slot("secondMoment"));
  }

  /** r of a step; 0 where it is too early to adapt. */
  private double rectification(long step, double power2, double correction2) {
    double limit = 2 / (1 - beta2) - 1;
    double rho = limit - 2.0 * step * power2 / correction2;
    return rho > ENOUGH
        ? Math.sqrt((rho - 4) * (rho - 2) * limit / ((limit - 4) * (limit - 2) * rho))
        : 0;
  }

  private boolean adapts(long step) {
    double power2 = IntegerPower.of(beta2, step);
    return rectification(step, power2, 1 - power2) > 0;
  }

  @Override
  public boolean takeAtOnce(Segment segment, MissedSteps missed) {
    double momentum = missed.largestMomentum(beta1);
    double rate = missed.largestLearningRate() / (1 - IntegerPower.of(momentum, segment.step()));
    double mostByNorm = rate * IdleMoments.rest(momentum / Math.sqrt(beta2));
    double least = epsilonForm == EpsilonForm.INSIDE ? Math.sqrt(epsilon) : epsilon;
    double most = rate * IdleMoments.rest(momentum) / least;
    if (!adapts(segment.step())) {
      // m alone is the step, until it adapts.
      most = rate * IdleMoments.rest(momentum) * Math.max(1, 1 / least);
      mostByNorm = Double.POSITIVE_INFINITY;
    }
    double[] firstMoment = segment.slot(0);
    double[] secondMoment = segment.slot(1);
    if (epsilon == 0
        || !IdleMoments.areSettled(
            segment, firstMoment, secondMoment, true, mostByNorm, most, missed)) {
      return false;
    }
    IdleMoments.scale(segment, firstMoment, missed.momentumProduct(beta1));
    IdleMoments.scale(segment, secondMoment, IntegerPower.of(beta2, missed.count()));
    IdleMoments.decay(segment, missed);
    return true;
  }

  @Override
  public void update(Segment segment) {
    double power2 = IntegerPower.of(beta2, segment.step());
    double correction1 = 1 - IntegerPower.of(beta1, segment.step());
    double correction2 = 1 - power2;
    double root = Math.sqrt(correction2);
    double rectification = rectification(segment.step(), power2, correction2);
    boolean adapts = rectification > 0;
    double underRoot = epsilonForm.underRoot(epsilon, correction2);
    // The denominator is (√v + ε)/√c here, and PyTorch's ε needs no rounding.
    double besideRoot =
        epsilonForm == EpsilonForm.HAT ? epsilon : root * epsilonForm.besideRoot(epsilon, root);
    double rate = segment.learningRate();
    double[] parameters = segment.parameters();
    double[] gradient = segment.gradient();
    double[] firstMoment = segment.slot(0);
    double[] secondMoment = segment.slot(1);
    double coupled = segment.coupledDecay();
    double kept = segment.keptByDecay();
    int end = segment.end();
    for (int at = segment.offset(); at < end; at++) {
      double p = parameters[at];
      double g = gradient[at] + coupled * p;
      double m = firstMoment[at] * beta1 + (1 - beta1) * g;
      double v = secondMoment[at] * beta2 + (1 - beta2) * g * g;
      firstMoment[at] = m;
      secondMoment[at] = v;
      double step = m / correction1 * rate;
      if (adapts) {
        step = step * (1 / (Math.sqrt(v + underRoot) + besideRoot) * root) * rectification;
      }
      parameters[at] = p * kept - step;
    }
  }

  @Override
  public RAdam withMomentum(double beta1) {
    return new RAdam(learningRate, beta1, beta2, epsilon, epsilonForm, weightDecay, decay);
  }
}
