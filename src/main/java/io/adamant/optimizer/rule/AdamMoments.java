package io.adamant.optimizer.rule;

import io.adamant.linalg.IntegerPower;
import io.adamant.optimizer.Segment;
import io.adamant.optimizer.Slot;
import java.util.List;

/**
 * What Adam and AdamW share: moving averages of gradient and squared gradient, and the step that
 * they give. Kingma and Ba, "Adam" (arXiv:1412.6980), algorithm 1:
 *
 * <pre>
 *   g ← g + λθ                          (coupled decay)
 *   θ ← θ(1 − αλ)                       (decoupled decay)
 *   m ← β₁m + (1 − β₁)g
 *   v ← β₂v + (1 − β₂)g²
 *   θ ← θ − α/(1 − β₁ᵗ) · m / (√v/√(1 − β₂ᵗ) + ε)
 * </pre>
 *
 * <p>ε stands outside the root, and operations in the order of PyTorch's plain kernels, so that the
 * results agree to the bit.
 */
final class AdamMoments {
  static final List<Slot> SLOTS = List.of(new Slot("firstMoment"), new Slot("secondMoment"));

  private AdamMoments() {}

  static void update(Segment segment, double beta1, double beta2, double epsilon) {
    double coupled = segment.coupledDecay();
    double kept = segment.keptByDecay();
    double[] parameters = segment.parameters();
    double[] gradient = segment.gradient();
    double[] firstMoment = segment.slot(0);
    double[] secondMoment = segment.slot(1);
    int end = segment.end();
    double correction1 = 1 - IntegerPower.of(beta1, segment.step());
    double rootCorrection2 = Math.sqrt(1 - IntegerPower.of(beta2, segment.step()));
    double stepSize = -(segment.learningRate() / correction1);
    double taken1 = 1 - beta1;
    double taken2 = 1 - beta2;
    for (int at = segment.offset(); at < end; at++) {
      double p = parameters[at];
      double g = gradient[at] + coupled * p;
      double m = firstMoment[at] * beta1 + taken1 * g;
      double v = secondMoment[at] * beta2 + taken2 * g * g;
      firstMoment[at] = m;
      secondMoment[at] = v;
      parameters[at] = p * kept + stepSize * m / (Math.sqrt(v) / rootCorrection2 + epsilon);
    }
  }
}
