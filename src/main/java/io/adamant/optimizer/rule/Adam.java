package io.adamant.optimizer.rule;

import io.adamant.optimizer.Decay;
import io.adamant.optimizer.Limits;
import io.adamant.optimizer.Optimizer;
import io.adamant.optimizer.ParameterPart;
import io.adamant.optimizer.Segment;
import io.adamant.optimizer.Slot;
import java.util.List;

/**
 * Adam with bias correction; weight decay is an L2 term in the gradient, as in {@code
 * torch.optim.Adam}. Formulas and source: {@link AdamMoments}.
 *
 * @param learningRate α, at least 0
 * @param beta1 in [0, 1)
 * @param beta2 in [0, 1)
 * @param epsilon at least 0
 * @param weightDecay λ of the L2 term, at least 0
 */
public record Adam(
    double learningRate, double beta1, double beta2, double epsilon, double weightDecay)
    implements Optimizer {
  public static final double DEFAULT_LEARNING_RATE = 1e-3;
  public static final double DEFAULT_BETA1 = 0.9;
  public static final double DEFAULT_BETA2 = 0.999;
  public static final double DEFAULT_EPSILON = 1e-8;
  public static final double DEFAULT_WEIGHT_DECAY = 0;

  public static final Adam DEFAULTS = new Adam(DEFAULT_LEARNING_RATE);

  public Adam {
    Limits.requireNotNegative("learning-rate", learningRate);
    Limits.requireFraction("beta1", beta1);
    Limits.requireFraction("beta2", beta2);
    Limits.requireNotNegative("epsilon", epsilon);
    Limits.requireNotNegative("weight-decay", weightDecay);
  }

  /** With the paper's defaults. */
  public Adam(double learningRate) {
    this(learningRate, DEFAULT_BETA1, DEFAULT_BETA2, DEFAULT_EPSILON, DEFAULT_WEIGHT_DECAY);
  }

  @Override
  public String name() {
    return "adam";
  }

  @Override
  public Decay decay() {
    return Decay.L2;
  }

  @Override
  public List<Slot> slots(ParameterPart part) {
    return AdamMoments.SLOTS;
  }

  @Override
  public void update(Segment segment) {
    AdamMoments.update(segment, beta1, beta2, epsilon);
  }
}
