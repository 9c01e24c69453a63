package io.adamant.optimizer.rule;

import io.adamant.optimizer.Decay;
import io.adamant.optimizer.Limits;
import io.adamant.optimizer.Optimizer;
import io.adamant.optimizer.ParameterPart;
import io.adamant.optimizer.Segment;
import io.adamant.optimizer.Slot;
import java.util.List;

/**
 * Adam with decoupled weight decay: Loshchilov and Hutter, "Decoupled weight decay regularization"
 * (arXiv:1711.05101), algorithm 2. As in {@code torch.optim.AdamW}, and unlike the paper, the decay
 * is multiplied by the learning rate and comes before the step. Formulas: {@link AdamMoments}.
 *
 * @param learningRate α, at least 0
 * @param beta1 in [0, 1)
 * @param beta2 in [0, 1)
 * @param epsilon at least 0
 * @param weightDecay λ, at least 0
 */
public record AdamW(
    double learningRate, double beta1, double beta2, double epsilon, double weightDecay)
    implements Optimizer {
  public static final double DEFAULT_WEIGHT_DECAY = 1e-2;

  public static final AdamW DEFAULTS = new AdamW(Adam.DEFAULT_LEARNING_RATE);

  public AdamW {
    Limits.requireNotNegative("learning-rate", learningRate);
    Limits.requireFraction("beta1", beta1);
    Limits.requireFraction("beta2", beta2);
    Limits.requireNotNegative("epsilon", epsilon);
    Limits.requireNotNegative("weight-decay", weightDecay);
  }

  /** With PyTorch's defaults. */
  public AdamW(double learningRate) {
    this(
        learningRate,
        Adam.DEFAULT_BETA1,
        Adam.DEFAULT_BETA2,
        Adam.DEFAULT_EPSILON,
        DEFAULT_WEIGHT_DECAY);
  }

  @Override
  public String name() {
    return "adamw";
  }

  @Override
  public Decay decay() {
    return Decay.LR_SCALED;
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
