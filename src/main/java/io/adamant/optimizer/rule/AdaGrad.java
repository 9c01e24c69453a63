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
 * Steps that shrink with the sum of all squared gradients. Duchi, Hazan and Singer, "Adaptive
 * subgradient methods for online learning and stochastic optimization" (JMLR 12, 2011), with a
 * diagonal matrix, as {@code torch.optim.Adagrad}:
 *
 * <pre>
 *   s ← s + g²
 *   θ ← θ − α/(1 + (t − 1)δ) · g / (√s + ε)
 * </pre>
 *
 * <p>Keras and optax start s at 0.1 and have ε inside the root.
 *
 * @param learningRate α, at least 0
 * @param learningRateDecay δ, at least 0
 * @param initialAccumulator s before the first step, at least 0
 * @param epsilon ε, at least 0
 * @param epsilonForm where ε stands: OUTSIDE or INSIDE
 * @param weightDecay λ, at least 0
 * @param decay how weight decay acts
 */
public record AdaGrad(
    double learningRate,
    double learningRateDecay,
    double initialAccumulator,
    double epsilon,
    EpsilonForm epsilonForm,
    double weightDecay,
    Decay decay)
    implements DeferrableRule {
  /** PyTorch's. */
  public static final AdaGrad DEFAULTS =
      new AdaGrad(1e-2, 0, 0, 1e-10, EpsilonForm.OUTSIDE, 0, Decay.L2);

  public AdaGrad {
    Limits.requireNotNegative("learning-rate", learningRate);
    Limits.requireNotNegative("learning-rate-decay", learningRateDecay);
    Limits.requireNotNegative("initial-accumulator", initialAccumulator);
    Limits.requireNotNegative("epsilon", epsilon);
    epsilonForm.requireNotHat("adagrad");
    Limits.requireNotNegative("weight-decay", weightDecay);
    Limits.requireNotInUpdate(decay);
  }

  /** With the defaults. */
  public AdaGrad(double learningRate) {
    this(
        learningRate,
        DEFAULTS.learningRateDecay,
        DEFAULTS.initialAccumulator,
        DEFAULTS.epsilon,
        DEFAULTS.epsilonForm,
        DEFAULTS.weightDecay,
        DEFAULTS.decay);
  }

  @Override
  public String name() {
    return "adagrad";
  }

  @Override
  public List<Slot> slots(ParameterPart part) {
    return List.of(new Slot("accumulator", Slot.Shape.ELEMENT, initialAccumulator));
  }

  @Override
  public boolean takeAtOnce(Segment segment, MissedSteps missed) {
    if (epsilon == 0) {
      return false; // 0/0
    }
    IdleMoments.decay(segment, missed);
    return true;
  }

  @Override
  public void update(Segment segment) {
    double[] parameters = segment.parameters();
    double[] gradient = segment.gradient();
    double[] accumulator = segment.slot(0);
    double coupled = segment.coupledDecay();
    double kept = segment.keptByDecay();
    double underRoot = epsilonForm.underRoot(epsilon, 1);
    double besideRoot = epsilonForm.besideRoot(epsilon, 1);
    double rate = segment.learningRate() / (1 + (segment.step() - 1) * learningRateDecay);
    int end = segment.end();
    for (int at = segment.offset(); at < end; at++) {
      double p = parameters[at];
      double g = gradient[at] + coupled * p;
      double s = accumulator[at] + g * g;
      accumulator[at] = s;
      parameters[at] = p * kept + -rate * g / (Math.sqrt(s + underRoot) + besideRoot);
    }
  }
}
