package io.adamant.optimizer.rule;

import io.adamant.linalg.IntegerPower;
import io.adamant.optimizer.Decay;
import io.adamant.optimizer.Limits;
import io.adamant.optimizer.Optimizer;
import io.adamant.optimizer.ParameterPart;
import io.adamant.optimizer.Segment;
import io.adamant.optimizer.Slot;
import java.util.List;

/**
 * Adam whose step is as long as the parameters themselves, part by part. You et al., "Large batch
 * optimization for deep learning: training BERT in 76 minutes" (arXiv:1904.00962), algorithm 2:
 *
 * <pre>
 *   m ← β₁m + (1 − β₁)g
 *   v ← β₂v + (1 − β₂)g²
 *   u ← m/(1 − β₁ᵗ) / (√(v/(1 − β₂ᵗ)) + ε) + λθ
 *   θ ← θ − α φ(‖θ‖)/‖u‖ u,      φ(z) = min(z, largestWeightNorm)
 * </pre>
 *
 * <p>The norms are over a part: a tensor, or a column group of the table. The ratio is 1 where one
 * of them is 0, as in optax and Keras. Where updates are lazy, the norms are over the rows that
 * have a gradient: the rows that the step moves.
 *
 * <p>As {@code optax.lamb} by default. Without bias correction it is cybertronai's pytorch-lamb;
 * with {@code adaptWithoutDecay} off it is NVIDIA apex's, which takes plain Adam steps where λ = 0;
 * with decay LR_SCALED, which then stays out of u, it is Keras's.
 *
 * @param learningRate α, at least 0
 * @param beta1 in [0, 1)
 * @param beta2 in [0, 1)
 * @param epsilon at least 0
 * @param weightDecay λ, at least 0
 * @param decay how it acts: IN_UPDATE is the paper's
 * @param biasCorrection whether the moments are divided by 1 − βᵗ
 * @param adaptWithoutDecay whether parts without weight decay have their ratio too
 * @param largestWeightNorm above 0; infinite for none
 */
public record Lamb(
    double learningRate,
    double beta1,
    double beta2,
    double epsilon,
    double weightDecay,
    Decay decay,
    boolean biasCorrection,
    boolean adaptWithoutDecay,
    double largestWeightNorm)
    implements Optimizer {
  /** The defaults of optax. */
  public static final Lamb DEFAULTS =
      new Lamb(1e-3, 0.9, 0.999, 1e-6, 0, Decay.IN_UPDATE, true, true, Double.POSITIVE_INFINITY);

  private static final int WEIGHT_SQUARES = 0;
  private static final int UPDATE_SQUARES = 1;
  private static final int SUMS = 2;
  private static final int TRUST_RATIO = 2;

  public Lamb {
    Limits.requireNotNegative("learning-rate", learningRate);
    Limits.requireFraction("beta1", beta1);
    Limits.requireFraction("beta2", beta2);
    Limits.requireNotNegative("epsilon", epsilon);
    Limits.requireNotNegative("weight-decay", weightDecay);
    Limits.requirePositive("largest-weight-norm", largestWeightNorm);
  }

  @Override
  public String name() {
    return "lamb";
  }

  @Override
  public List<Slot> slots(ParameterPart part) {
    return List.of(
        new Slot("firstMoment"),
        new Slot("secondMoment"),
        new Slot("trustRatio", Slot.Shape.PART, 1));
  }

  @Override
  public int passes() {
    return 2;
  }

  @Override
  public int sums(ParameterPart part) {
    return SUMS;
  }

  @Override
  public void update(Segment segment) {
    if (segment.pass() == 0) {
      moveMoments(segment);
    }
    double[] parameters = segment.parameters();
    double[] firstMoment = segment.slot(0);
    double[] secondMoment = segment.slot(1);
    double correction1 = biasCorrection ? 1 - IntegerPower.of(beta1, segment.step()) : 1;
    double correction2 = biasCorrection ? 1 - IntegerPower.of(beta2, segment.step()) : 1;
    double inUpdate = decay == Decay.IN_UPDATE ? segment.weightDecay() : 0;
    double kept = segment.keptByDecay();
    double stepSize = segment.learningRate() * segment.slot(TRUST_RATIO)[0];
    double weightSquares = 0;
    double updateSquares = 0;
    for (int at = segment.offset(); at < segment.end(); at++) {
      double p = parameters[at] * kept;
      double m = firstMoment[at] / correction1;
      double v = secondMoment[at] / correction2;
      double u = m / (Math.sqrt(v) + epsilon) + inUpdate * p;
      if (segment.pass() == 0) {
        weightSquares += p * p;
        updateSquares += u * u;
      } else {
        parameters[at] = p - stepSize * u;
      }
    }
    segment.sums()[WEIGHT_SQUARES] = weightSquares;
    segment.sums()[UPDATE_SQUARES] = updateSquares;
  }

  private void moveMoments(Segment segment) {
    double[] parameters = segment.parameters();
    double[] gradient = segment.gradient();
    double[] firstMoment = segment.slot(0);
    double[] secondMoment = segment.slot(1);
    double coupled = segment.coupledDecay();
    for (int at = segment.offset(); at < segment.end(); at++) {
      double g = gradient[at] + coupled * parameters[at];
      firstMoment[at] = beta1 * firstMoment[at] + (1 - beta1) * g;
      secondMoment[at] = beta2 * secondMoment[at] + (1 - beta2) * (g * g);
    }
  }

  @Override
  public void finishPass(Segment part) {
    if (part.pass() == 0) {
      double weightNorm = Math.sqrt(part.totals()[WEIGHT_SQUARES]);
      double updateNorm = Math.sqrt(part.totals()[UPDATE_SQUARES]);
      boolean adapts = adaptWithoutDecay || part.weightDecay() > 0;
      part.slot(TRUST_RATIO)[0] =
          adapts && weightNorm > 0 && updateNorm > 0
              ? Math.min(weightNorm, largestWeightNorm) / updateNorm
              : 1;
    }
  }

  @Override
  public Lamb withMomentum(double momentum) {
    return new Lamb(
        learningRate,
        momentum,
        beta2,
        epsilon,
        weightDecay,
        decay,
        biasCorrection,
        adaptWithoutDecay,
        largestWeightNorm);
  }
}
