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
 * Steps in the units of the parameters. Zeiler, "ADADELTA: an adaptive learning rate method"
 * (arXiv:1212.5701), algorithm 1, with a learning rate, as {@code torch.optim.Adadelta}:
 *
 * <pre>
 *   E ← ρE + (1 − ρ)g²
 *   d ← √(X + ε) / √(E + ε) · g
 *   X ← ρX + (1 − ρ)d²
 *   θ ← θ − αd
 * </pre>
 *
 * @param learningRate α, at least 0
 * @param rho ρ, in [0, 1)
 * @param epsilon ε, at least 0; inside both roots
 * @param weightDecay λ, at least 0
 * @param decay how weight decay acts
 */
public record Adadelta(
    double learningRate, double rho, double epsilon, double weightDecay, Decay decay)
    implements DeferrableRule {
  /** PyTorch's. */
  public static final Adadelta DEFAULTS = new Adadelta(1, 0.9, 1e-6, 0, Decay.L2);

  public Adadelta {
    Limits.requireNotNegative("learning-rate", learningRate);
    Limits.requireFraction("rho", rho);
    Limits.requireNotNegative("epsilon", epsilon);
    Limits.requireNotNegative("weight-decay", weightDecay);
    Limits.requireNotInUpdate(decay);
  }

  /** With the defaults. */
  public Adadelta(double learningRate) {
    this(learningRate, DEFAULTS.rho, DEFAULTS.epsilon, DEFAULTS.weightDecay, DEFAULTS.decay);
  }

  @Override
  public String name() {
    return "adadelta";
  }

  @Override
  public List<Slot> slots(ParameterPart part) {
    return List.of(new Slot("squareAverage"), new Slot("squaredDeltaAverage"));
  }

  @Override
  public boolean takeAtOnce(Segment segment, MissedSteps missed) {
    if (epsilon == 0) {
      return false; // 0/0
    }
    double kept = IntegerPower.of(rho, missed.count());
    IdleMoments.scale(segment, segment.slot(0), kept);
    IdleMoments.scale(segment, segment.slot(1), kept);
    IdleMoments.decay(segment, missed);
    return true;
  }

  @Override
  public void update(Segment segment) {
    double[] parameters = segment.parameters();
    double[] gradient = segment.gradient();
    double[] squareAverage = segment.slot(0);
    double[] squaredDeltaAverage = segment.slot(1);
    double coupled = segment.coupledDecay();
    double kept = segment.keptByDecay();
    double rate = segment.learningRate();
    int end = segment.end();
    for (int at = segment.offset(); at < end; at++) {
      double p = parameters[at];
      double g = gradient[at] + coupled * p;
      double e = squareAverage[at] * rho + (1 - rho) * g * g;
      double x = squaredDeltaAverage[at];
      double d = Math.sqrt(x + epsilon) / Math.sqrt(e + epsilon) * g;
      squareAverage[at] = e;
      squaredDeltaAverage[at] = x * rho + (1 - rho) * d * d;
      parameters[at] = p * kept + -rate * d;
    }
  }
}
