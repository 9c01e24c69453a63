package io.adamant.optimizer.rule;

import io.adamant.optimizer.Decay;
import io.adamant.optimizer.Limits;
import io.adamant.optimizer.Optimizer;
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
 * @param weightDecay λ of the L2 term in the gradient, at least 0
 */
public record Sgd(
    double learningRate, double momentum, double dampening, boolean nesterov, double weightDecay)
    implements Optimizer {
  public static final double DEFAULT_LEARNING_RATE = 1e-3;
  public static final double DEFAULT_MOMENTUM = 0;
  public static final double DEFAULT_DAMPENING = 0;
  public static final double DEFAULT_WEIGHT_DECAY = 0;

  public static final Sgd DEFAULTS = new Sgd(DEFAULT_LEARNING_RATE);

  public Sgd {
    Limits.requireNotNegative("learning-rate", learningRate);
    Limits.requireNotNegative("momentum", momentum);
    Limits.requireNotNegative("weight-decay", weightDecay);
    if (!Double.isFinite(dampening)) {
      throw new IllegalArgumentException("optimizer.dampening must be finite, got " + dampening);
    }
    if (nesterov && !(momentum > 0 && dampening == 0)) {
      throw new IllegalArgumentException(
          "optimizer.nesterov needs momentum > 0 and dampening 0, got momentum %s and dampening %s"
              .formatted(momentum, dampening));
    }
  }

  /** Without momentum. */
  public Sgd(double learningRate) {
    this(learningRate, DEFAULT_MOMENTUM, DEFAULT_DAMPENING, false, DEFAULT_WEIGHT_DECAY);
  }

  @Override
  public String name() {
    return "sgd";
  }

  @Override
  public Decay decay() {
    return Decay.L2;
  }

  @Override
  public List<Slot> slots(ParameterPart part) {
    return momentum == 0 ? List.of() : List.of(new Slot("momentumBuffer"));
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
    int end = segment.end();
    double rate = segment.learningRate();
    double decay = segment.coupledDecay();
    for (int at = segment.offset(); at < end; at++) {
      double g = gradient[at] + decay * parameters[at];
      parameters[at] += -rate * g;
    }
  }

  private void updateWithMomentum(Segment segment) {
    double[] parameters = segment.parameters();
    double[] gradient = segment.gradient();
    double[] buffer = segment.slot(0);
    int end = segment.end();
    double rate = segment.learningRate();
    double decay = segment.coupledDecay();
    double kept = segment.step() == 1 ? 0 : momentum;
    double taken = segment.step() == 1 ? 1 : 1 - dampening;
    for (int at = segment.offset(); at < end; at++) {
      double g = gradient[at] + decay * parameters[at];
      double b = buffer[at] * kept + taken * g;
      buffer[at] = b;
      parameters[at] += -rate * (nesterov ? g + momentum * b : b);
    }
  }
}
