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
 * Steps of one size in the direction of the gradient's sign. Chen et al., "Symbolic discovery of
 * optimization algorithms" (arXiv:2302.06675), algorithm 2, as google/automl's {@code
 * lion_pytorch}:
 *
 * <pre>
 *   θ ← θ(1 − αλ)
 *   θ ← θ − α sign(β₁m + (1 − β₁)g),      sign(0) = 0
 *   m ← β₂m + (1 − β₂)g
 * </pre>
 *
 * @param learningRate α, at least 0
 * @param beta1 β₁ of the average whose sign is the step, in [0, 1)
 * @param beta2 β₂ of the average that is kept, in [0, 1)
 * @param weightDecay λ, at least 0
 * @param decay how weight decay acts
 */
public record Lion(double learningRate, double beta1, double beta2, double weightDecay, Decay decay)
    implements DeferrableRule {
  /** Those of google/automl, from the paper. */
  public static final Lion DEFAULTS = new Lion(1e-4, 0.9, 0.99, 0, Decay.LR_SCALED);

  public Lion {
    Limits.requireNotNegative("learning-rate", learningRate);
    Limits.requireFraction("beta1", beta1);
    Limits.requireFraction("beta2", beta2);
    Limits.requireNotNegative("weight-decay", weightDecay);
    Limits.requireNotInUpdate(decay);
  }

  /** With the defaults. */
  public Lion(double learningRate) {
    this(learningRate, DEFAULTS.beta1, DEFAULTS.beta2, DEFAULTS.weightDecay, DEFAULTS.decay);
  }

  @Override
  public String name() {
    return "lion";
  }

  @Override
  public List<Slot> slots(ParameterPart part) {
    return List.of(new Slot("firstMoment"));
  }

  @Override
  public boolean takeAtOnce(Segment segment, MissedSteps missed) {
    double[] firstMoment = segment.slot(0);
    int end = segment.end();
    for (int at = segment.offset(); at < end; at++) {
      if (firstMoment[at] != 0) {
        return false;
      }
    }
    IdleMoments.decay(segment, missed);
    return true;
  }

  /** It moves by α until m is zero, for tens of thousands of steps. */
  @Override
  public boolean settles() {
    return false;
  }

  @Override
  public void update(Segment segment) {
    double[] parameters = segment.parameters();
    double[] gradient = segment.gradient();
    double[] firstMoment = segment.slot(0);
    double coupled = segment.coupledDecay();
    double kept = segment.keptByDecay();
    double rate = segment.learningRate();
    int end = segment.end();
    for (int at = segment.offset(); at < end; at++) {
      double p = parameters[at];
      double g = gradient[at] + coupled * p;
      double m = firstMoment[at];
      double direction = Math.signum(beta1 * m + (1 - beta1) * g);
      firstMoment[at] = beta2 * m + (1 - beta2) * g;
      parameters[at] = p * kept - rate * direction;
    }
  }

  @Override
  public Lion withMomentum(double beta1) {
    return new Lion(learningRate, beta1, beta2, weightDecay, decay);
  }
}
