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
 * Stochastic gradient descent, with momentum and Nesterov's momentum, as {@code torch.optim.SGD}:
 *
 * <pre>
 *   g ← g + λθ
 *   b ← g at step 1, then μb + (1 − τ)g
 *   θ ← θ − α(g + μb) with Nesterov, θ − αb without
 * </pre>
 *
 * <p>Sutskever et al., "On the importance of initialization and momentum in deep learning" (2013),
 * in PyTorch's form: the learning rate multiplies the buffer, not the gradient that enters it.
 *
 * @param learningRate α, at least 0
 * @param momentum μ, at least 0; 0 keeps no buffer
 * @param dampening τ of the gradient that enters the buffer
 * @param nesterov needs momentum, and no dampening
 * @param weightDecay λ, at least 0
 * @param decay how weight decay acts
 */
public record Sgd(
    double learningRate,
    double momentum,
    double dampening,
    boolean nesterov,
    double weightDecay,
    Decay decay)
    implements DeferrableRule {
  /** PyTorch's. */
  public static final Sgd DEFAULTS = new Sgd(1e-3, 0, 0, false, 0, Decay.L2);

  public Sgd {
    Limits.requireNotNegative("learning-rate", learningRate);
    Limits.requireNotNegative("momentum", momentum);
    Limits.requireNotNegative("weight-decay", weightDecay);
    Limits.requireNotInUpdate(decay);
    if (!Double.isFinite(dampening)) {
      throw new IllegalArgumentException("optimizer.dampening must be finite, got " + dampening);
    }
    if (nesterov && !(momentum > 0 && dampening == 0)) {
      throw new IllegalArgumentException(
          "optimizer.nesterov needs momentum > 0 and dampening 0, got momentum %s and dampening %s"
              .formatted(momentum, dampening));
    }
  }

  /** With the defaults: without momentum. */
  public Sgd(double learningRate) {
    this(
        learningRate,
        DEFAULTS.momentum,
        DEFAULTS.dampening,
        DEFAULTS.nesterov,
        DEFAULTS.weightDecay);
  }

  /** With decay in PyTorch's form. */
  public Sgd(
      double learningRate,
      double momentum,
      double dampening,
      boolean nesterov,
      double weightDecay) {
    this(learningRate, momentum, dampening, nesterov, weightDecay, DEFAULTS.decay);
  }

  @Override
  public String name() {
    return "sgd";
  }

  @Override
  public List<Slot> slots(ParameterPart part) {
    return momentum == 0 ? List.of() : List.of(new Slot("momentumBuffer"));
  }

  @Override
  public boolean takeAtOnce(Segment segment, MissedSteps missed) {
    if (momentum > 0) {
      double largest = missed.largestMomentum(momentum);
      double most = missed.largestLearningRate() * IdleMoments.rest(largest);
      if (!IdleMoments.areSettled(segment, segment.slot(0), most, missed)) {
        return false;
      }
      IdleMoments.scale(
          segment, segment.slot(0), largest > 1 ? 0 : missed.momentumProduct(momentum));
    }
    IdleMoments.decay(segment, missed);
    return true;
  }

  @Override
  public boolean settles() {
    return momentum < 1;
  }

  @Override
  public void update(Segment segment) {
    if (momentum == 0) {
      updatePlain(segment);
    } else {
      updateWithMomentum(segment);
    }
  }

  private static void updatePlain(Segment segment) {
    double[] parameters = segment.parameters();
    double[] gradient = segment.gradient();
    double rate = segment.learningRate();
    double coupled = segment.coupledDecay();
    double kept = segment.keptByDecay();
    int end = segment.end();
    for (int at = segment.offset(); at < end; at++) {
      double p = parameters[at];
      double g = gradient[at] + coupled * p;
      parameters[at] = p * kept + -rate * g;
    }
  }

  private void updateWithMomentum(Segment segment) {
    double[] parameters = segment.parameters();
    double[] gradient = segment.gradient();
    double[] buffer = segment.slot(0);
    double rate = segment.learningRate();
    double coupled = segment.coupledDecay();
    double kept = segment.keptByDecay();
    double keptOfBuffer = segment.step() == 1 ? 0 : momentum;
    double taken = segment.step() == 1 ? 1 : 1 - dampening;
    int end = segment.end();
    for (int at = segment.offset(); at < end; at++) {
      double p = parameters[at];
      double g = gradient[at] + coupled * p;
      double b = buffer[at] * keptOfBuffer + taken * g;
      buffer[at] = b;
      parameters[at] = p * kept + -rate * (nesterov ? g + momentum * b : b);
    }
  }

  @Override
  public Sgd withMomentum(double momentum) {
    if (this.momentum == 0) {
      return (Sgd) DeferrableRule.super.withMomentum(momentum);
    }
    Limits.requirePositive("momentum", momentum);
    return new Sgd(learningRate, momentum, dampening, nesterov, weightDecay, decay);
  }
}
