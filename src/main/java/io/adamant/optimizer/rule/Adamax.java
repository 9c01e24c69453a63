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
 * Adam with the infinity norm. Kingma and Ba, "Adam" (arXiv:1412.6980), algorithm 2, as {@code
 * torch.optim.Adamax}:
 *
 * <pre>
 *   m ← β₁m + (1 − β₁)g
 *   u ← max(β₂u, |g| + ε)
 *   θ ← θ − α/(1 − β₁ᵗ) · m / u
 * </pre>
 *
 * <p>The paper has no ε. PyTorch and optax add it inside the maximum (INSIDE), Keras to the
 * denominator, {@code u + ε} (OUTSIDE).
 *
 * @param learningRate α, at least 0
 * @param beta1 β₁ of the first moment, in [0, 1)
 * @param beta2 β₂ of the infinity norm, in [0, 1)
 * @param epsilon ε, at least 0
 * @param epsilonForm where ε stands: INSIDE or OUTSIDE
 * @param weightDecay λ, at least 0
 * @param decay how weight decay acts
 */
public record Adamax(
    double learningRate,
    double beta1,
    double beta2,
    double epsilon,
    EpsilonForm epsilonForm,
    double weightDecay,
    Decay decay)
    implements DeferrableRule {
  /** PyTorch's. */
  public static final Adamax DEFAULTS =
      new Adamax(2e-3, 0.9, 0.999, 1e-8, EpsilonForm.INSIDE, 0, Decay.L2);

  public Adamax {
    Limits.requireNotNegative("learning-rate", learningRate);
    Limits.requireFraction("beta1", beta1);
    Limits.requireFraction("beta2", beta2);
    Limits.requireNotNegative("epsilon", epsilon);
    epsilonForm.requireNotHat("adamax");
    Limits.requireNotNegative("weight-decay", weightDecay);
    Limits.requireNotInUpdate(decay);
  }

  /** With the defaults. */
  public Adamax(double learningRate) {
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
    return "adamax";
  }

  @Override
  public List<Slot> slots(ParameterPart part) {
    return List.of(new Slot("firstMoment"), new Slot("infinityNorm"));
  }

  @Override
  public boolean takeAtOnce(Segment segment, MissedSteps missed) {
    double momentum = missed.largestMomentum(beta1);
    double rate = missed.largestLearningRate() / (1 - IntegerPower.of(momentum, segment.step()));
    double mostByNorm = rate * IdleMoments.rest(momentum / beta2);
    double most = rate * IdleMoments.rest(momentum) / epsilon;
    double[] firstMoment = segment.slot(0);
    double[] infinityNorm = segment.slot(1);
    if (epsilon == 0
        || !IdleMoments.areSettled(
            segment, firstMoment, infinityNorm, false, mostByNorm, most, missed)) {
      return false;
    }
    IdleMoments.scale(segment, firstMoment, missed.momentumProduct(beta1));
    double kept = IntegerPower.of(beta2, missed.count());
    double least = epsilonForm == EpsilonForm.INSIDE ? epsilon : 0;
    int end = segment.end();
    for (int at = segment.offset(); at < end; at++) {
      infinityNorm[at] = Math.max(infinityNorm[at] * kept, least);
    }
    IdleMoments.decay(segment, missed);
    return true;
  }

  @Override
  public void update(Segment segment) {
    double[] parameters = segment.parameters();
    double[] gradient = segment.gradient();
    double[] firstMoment = segment.slot(0);
    double[] infinityNorm = segment.slot(1);
    double coupled = segment.coupledDecay();
    double kept = segment.keptByDecay();
    double stepSize = -(segment.learningRate() / (1 - IntegerPower.of(beta1, segment.step())));
    double inMaximum = epsilonForm == EpsilonForm.INSIDE ? epsilon : 0;
    double inDenominator = epsilonForm == EpsilonForm.OUTSIDE ? epsilon : 0;
    int end = segment.end();
    for (int at = segment.offset(); at < end; at++) {
      double p = parameters[at];
      double g = gradient[at] + coupled * p;
      double m = firstMoment[at] * beta1 + (1 - beta1) * g;
      double u = Math.max(infinityNorm[at] * beta2, Math.abs(g) + inMaximum);
      firstMoment[at] = m;
      infinityNorm[at] = u;
      parameters[at] = p * kept + stepSize * m / (u + inDenominator);
    }
  }

  @Override
  public Adamax withMomentum(double beta1) {
    return new Adamax(learningRate, beta1, beta2, epsilon, epsilonForm, weightDecay, decay);
  }
}
