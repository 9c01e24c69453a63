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
import java.util.Map;

/**
 * Adam with Nesterov's momentum. Dozat, "Incorporating Nesterov momentum into Adam" (2016), with
 * the momentum schedule that he recommends, as {@code torch.optim.NAdam}:
 *
 * <pre>
 *   μₜ = β₁(1 − 0.96^(tψ)/2),  P ← P μₜ
 *   m ← β₁m + (1 − β₁)g
 *   v ← β₂v + (1 − β₂)g²
 *   d ← √v/√(1 − β₂ᵗ) + ε
 *   θ ← θ − α(1 − μₜ)/(1 − P) · g/d − α μₜ₊₁/(1 − P μₜ₊₁) · m/d
 * </pre>
 *
 * <p>Keras has ψ = 1. From ψ = 20000 on, 0.96^ψ is 0 and μ is β₁ in all steps, as in optax.
 *
 * @param learningRate α, at least 0
 * @param beta1 β₁ of the first moment, in [0, 1)
 * @param beta2 β₂ of the second moment, in [0, 1)
 * @param epsilon ε, at least 0
 * @param epsilonForm where ε stands
 * @param momentumDecay ψ, at least 0
 * @param weightDecay λ, at least 0
 * @param decay how weight decay acts
 */
public record NAdam(
    double learningRate,
    double beta1,
    double beta2,
    double epsilon,
    EpsilonForm epsilonForm,
    double momentumDecay,
    double weightDecay,
    Decay decay)
    implements DeferrableRule {
  /** PyTorch's. */
  public static final NAdam DEFAULTS =
      new NAdam(2e-3, 0.9, 0.999, 1e-8, EpsilonForm.OUTSIDE, 4e-3, 0, Decay.L2);

  private static final String MOMENTUM_PRODUCT = "momentumProduct";

  public NAdam {
    Limits.requireNotNegative("learning-rate", learningRate);
    Limits.requireFraction("beta1", beta1);
    Limits.requireFraction("beta2", beta2);
    Limits.requireNotNegative("epsilon", epsilon);
    Limits.requireNotNegative("momentum-decay", momentumDecay);
    Limits.requireNotNegative("weight-decay", weightDecay);
    Limits.requireNotInUpdate(decay);
  }

  /** With the defaults. */
  public NAdam(double learningRate) {
    this(
        learningRate,
        DEFAULTS.beta1,
        DEFAULTS.beta2,
        DEFAULTS.epsilon,
        DEFAULTS.epsilonForm,
        DEFAULTS.momentumDecay,
        DEFAULTS.weightDecay,
        DEFAULTS.decay);
  }

  @Override
  public String name() {
    return "nadam";
  }

  @Override
  public List<Slot> slots(ParameterPart part) {
    return List.of(new Slot("firstMoment"), new Slot("secondMoment"));
  }

  private double momentum(long step) {
    return beta1 * (1 - 0.5 * StrictMath.pow(0.96, step * momentumDecay));
  }

  @Override
  public Map<String, Double> scalars() {
    return Map.of(MOMENTUM_PRODUCT, 1.0);
  }

  @Override
  public void advance(Map<String, Double> scalars, long step) {
    scalars.computeIfPresent(MOMENTUM_PRODUCT, (name, product) -> product * momentum(step));
  }

  @Override
  public boolean takeAtOnce(Segment segment, MissedSteps missed) {
    double momentum = missed.largestMomentum(beta1);
    // P μ is at most β₁².
    double rate = missed.largestLearningRate() / (1 - momentum);
    double mostByNorm = rate * IdleMoments.rest(momentum / Math.sqrt(beta2));
    double least = epsilonForm == EpsilonForm.INSIDE ? Math.sqrt(epsilon) : epsilon;
    double most = rate * IdleMoments.rest(momentum) / least;
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
    double[] parameters = segment.parameters();
    double[] gradient = segment.gradient();
    double[] firstMoment = segment.slot(0);
    double[] secondMoment = segment.slot(1);
    double coupled = segment.coupledDecay();
    double kept = segment.keptByDecay();
    double rate = segment.learningRate();
    double momentum = momentum(segment.step());
    double next = momentum(segment.step() + 1);
    double product = segment.scalar(MOMENTUM_PRODUCT);
    double gradientStep = -(rate * (1 - momentum) / (1 - product));
    double momentStep = -(rate * next / (1 - product * next));
    double correction2 = 1 - IntegerPower.of(beta2, segment.step());
    double root = Math.sqrt(correction2);
    double underRoot = epsilonForm.underRoot(epsilon, correction2);
    double besideRoot = epsilonForm.besideRoot(epsilon, root);
    int end = segment.end();
    for (int at = segment.offset(); at < end; at++) {
      double p = parameters[at];
      double g = gradient[at] + coupled * p;
      double m = firstMoment[at] * beta1 + (1 - beta1) * g;
      double v = secondMoment[at] * beta2 + (1 - beta2) * g * g;
      firstMoment[at] = m;
      secondMoment[at] = v;
      double d = Math.sqrt(v + underRoot) / root + besideRoot;
      parameters[at] = p * kept + gradientStep * g / d + momentStep * m / d;
    }
  }

  @Override
  public NAdam withMomentum(double beta1) {
    return new NAdam(
        learningRate, beta1, beta2, epsilon, epsilonForm, momentumDecay, weightDecay, decay);
  }
}
