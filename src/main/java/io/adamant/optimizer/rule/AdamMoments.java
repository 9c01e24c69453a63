package io.adamant.optimizer.rule;

import io.adamant.linalg.IntegerPower;
import io.adamant.optimizer.Decay;
import io.adamant.optimizer.DeferrableRule;
import io.adamant.optimizer.IdleMove;
import io.adamant.optimizer.IdleSum;
import io.adamant.optimizer.Limits;
import io.adamant.optimizer.MissedSteps;
import io.adamant.optimizer.ParameterPart;
import io.adamant.optimizer.Segment;
import io.adamant.optimizer.Slot;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What Adam, AdamW and AMSGrad share: moving averages of gradient and squared gradient, and the
 * step that they give. Kingma and Ba, "Adam" (arXiv:1412.6980), algorithm 1:
 *
 * <pre>
 *   g ← g + λθ                          (decay L2)
 *   θ ← θ(1 − αλ)                       (decay LR_SCALED; other forms have other factors)
 *   m ← β₁m + (1 − β₁)g
 *   v ← β₂v + (1 − β₂)g²
 *   θ ← θ − α/(1 − β₁ᵗ) · m / (√v/√(1 − β₂ᵗ) + ε)
 * </pre>
 *
 * <p>Operations are in the order of PyTorch's plain kernels, so that the results agree to the bit.
 * Each part can be switched off for study: bias corrections are then 1, and so is the denominator
 * of a rule that is not adaptive; β₁ = 0 is no momentum.
 */
sealed interface AdamMoments extends DeferrableRule permits Adam, AdamW {
  int FIRST_MOMENT = 0;
  int SECOND_MOMENT = 1;
  int MAX_SECOND_MOMENT = 2;

  double beta1();

  double beta2();

  double epsilon();

  EpsilonForm epsilonForm();

  Amsgrad amsgrad();

  boolean correctFirstMoment();

  boolean correctSecondMoment();

  boolean adaptive();

  /** The limits of the settings. */
  static void check(
      double learningRate,
      double beta1,
      double beta2,
      double epsilon,
      double weightDecay,
      Decay decay,
      Amsgrad amsgrad,
      boolean adaptive) {
    Limits.requireNotNegative("learning-rate", learningRate);
    Limits.requireFraction("beta1", beta1);
    Limits.requireFraction("beta2", beta2);
    Limits.requireNotNegative("epsilon", epsilon);
    Limits.requireNotNegative("weight-decay", weightDecay);
    Limits.requireNotInUpdate(decay);
    if (amsgrad != Amsgrad.NONE && !adaptive) {
      throw new IllegalArgumentException("optimizer.amsgrad needs adaptive = true");
    }
  }

  @Override
  default List<Slot> slots(ParameterPart part) {
    List<Slot> slots = new ArrayList<>(List.of(new Slot("firstMoment")));
    if (adaptive()) {
      slots.add(new Slot("secondMoment"));
    }
    if (amsgrad() != Amsgrad.NONE) {
      slots.add(new Slot("maxSecondMoment"));
    }
    return slots;
  }

  @Override
  default void update(Segment segment) {
    double correction1 = correctFirstMoment() ? 1 - IntegerPower.of(beta1(), segment.step()) : 1;
    double stepSize = -(segment.learningRate() / correction1);
    if (!adaptive()) {
      takeMomentumStep(segment, stepSize);
      return;
    }
    double correction2 = correctSecondMoment() ? 1 - IntegerPower.of(beta2(), segment.step()) : 1;
    double root = Math.sqrt(correction2);
    double besideRoot = epsilonForm().besideRoot(epsilon(), root);
    switch (amsgrad()) {
      case NONE -> {
        double underRoot = epsilonForm().underRoot(epsilon(), correction2);
        takeAdamStep(segment, stepSize, underRoot, root, besideRoot);
      }
      case RAW -> {
        double underRoot = epsilonForm().underRoot(epsilon(), correction2);
        takeAmsgradStep(segment, stepSize, 1, underRoot, root, besideRoot);
      }
      case CORRECTED -> {
        double underRoot = epsilonForm().underRoot(epsilon(), 1);
        takeAmsgradStep(segment, stepSize, correction2, underRoot, 1, besideRoot);
      }
    }
  }

  @Override
  default boolean takeAtOnce(Segment segment, MissedSteps missed) {
    double[] firstMoment = segment.slot(FIRST_MOMENT);
    IdleSum sum = missed.idleSum();
    if (sum != null) {
      double[] square = segment.slot(SECOND_MOMENT);
      sum.move(segment, firstMoment, square, epsilon(), missed.keptByDecay());
    } else if (isSettled(segment, firstMoment, missed)) {
      IdleMoments.decay(segment, missed);
    } else {
      return false;
    }
    IdleMoments.scale(segment, firstMoment, missed.momentumProduct(beta1()));
    if (adaptive()) {
      double kept = IntegerPower.of(beta2(), missed.count());
      IdleMoments.scale(segment, segment.slot(SECOND_MOMENT), kept);
    }
    return true;
  }

  @Override
  default @Nullable IdleMove idleMove(long step, double learningRate) {
    boolean isFraction = adaptive() && amsgrad() == Amsgrad.NONE && beta2() > 0;
    if (!isFraction || epsilonForm() != EpsilonForm.OUTSIDE) {
      return null;
    }
    double correction1 = correctFirstMoment() ? 1 - IntegerPower.of(beta1(), step) : 1;
    double correction2 = correctSecondMoment() ? 1 - IntegerPower.of(beta2(), step) : 1;
    return new IdleMove(
        -(learningRate / correction1),
        1 / Math.sqrt(correction2),
        epsilon(),
        beta1(),
        Math.sqrt(beta2()));
  }

  private boolean isSettled(Segment segment, double[] firstMoment, MissedSteps missed) {
    double momentum = missed.largestMomentum(beta1());
    double correction = correctFirstMoment() ? 1 - IntegerPower.of(momentum, segment.step()) : 1;
    double rate = missed.largestLearningRate() / correction;
    double most = rate * IdleMoments.rest(momentum);
    if (!adaptive()) {
      return IdleMoments.areSettled(segment, firstMoment, most, missed);
    }
    if (epsilon() == 0) {
      return false; // 0/0
    }
    double least = epsilonForm() == EpsilonForm.INSIDE ? Math.sqrt(epsilon()) : epsilon();
    if (amsgrad() != Amsgrad.NONE) {
      double[] largest = segment.slot(MAX_SECOND_MOMENT);
      return IdleMoments.areSettled(
          segment, firstMoment, largest, true, most, most / least, missed);
    }
    double[] norm = segment.slot(SECOND_MOMENT);
    double byNorm = rate * IdleMoments.rest(momentum / Math.sqrt(beta2()));
    return IdleMoments.areSettled(segment, firstMoment, norm, true, byNorm, most / least, missed);
  }

  /** The loop that most training goes through: no branches, so that it can be vectorized. */
  private void takeAdamStep(
      Segment segment, double stepSize, double underRoot, double root, double besideRoot) {
    double coupled = segment.coupledDecay();
    double kept = segment.keptByDecay();
    double[] parameters = segment.parameters();
    double[] gradient = segment.gradient();
    double[] firstMoment = segment.slot(FIRST_MOMENT);
    double[] secondMoment = segment.slot(SECOND_MOMENT);
    int end = segment.end();
    double beta1 = beta1();
    double beta2 = beta2();
    double taken1 = 1 - beta1;
    double taken2 = 1 - beta2;
    for (int at = segment.offset(); at < end; at++) {
      double p = parameters[at];
      double g = gradient[at] + coupled * p;
      double m = firstMoment[at] * beta1 + taken1 * g;
      double v = secondMoment[at] * beta2 + taken2 * g * g;
      firstMoment[at] = m;
      secondMoment[at] = v;
      double denominator = Math.sqrt(v + underRoot) / root + besideRoot;
      parameters[at] = p * kept + stepSize * m / denominator;
    }
  }

  /**
   * Adam's step by the largest second moment.
   *
   * @param divisor of v before it is compared
   */
  private void takeAmsgradStep(
      Segment segment,
      double stepSize,
      double divisor,
      double underRoot,
      double root,
      double besideRoot) {
    double[] parameters = segment.parameters();
    double[] gradient = segment.gradient();
    double[] firstMoment = segment.slot(FIRST_MOMENT);
    double[] secondMoment = segment.slot(SECOND_MOMENT);
    double[] maxSecondMoment = segment.slot(MAX_SECOND_MOMENT);
    double coupled = segment.coupledDecay();
    double kept = segment.keptByDecay();
    double beta1 = beta1();
    double beta2 = beta2();
    int end = segment.end();
    for (int at = segment.offset(); at < end; at++) {
      double p = parameters[at];
      double g = gradient[at] + coupled * p;
      double m = firstMoment[at] * beta1 + (1 - beta1) * g;
      double v = secondMoment[at] * beta2 + (1 - beta2) * g * g;
      double largest = Math.max(maxSecondMoment[at], v / divisor);
      firstMoment[at] = m;
      secondMoment[at] = v;
      maxSecondMoment[at] = largest;
      double denominator = Math.sqrt(largest + underRoot) / root + besideRoot;
      parameters[at] = p * kept + stepSize * m / denominator;
    }
  }

  /** Adam without adaptivity: gradient descent with a moving average as its momentum. */
  private void takeMomentumStep(Segment segment, double stepSize) {
    double[] parameters = segment.parameters();
    double[] gradient = segment.gradient();
    double[] firstMoment = segment.slot(FIRST_MOMENT);
    double coupled = segment.coupledDecay();
    double kept = segment.keptByDecay();
    double beta1 = beta1();
    int end = segment.end();
    for (int at = segment.offset(); at < end; at++) {
      double p = parameters[at];
      double g = gradient[at] + coupled * p;
      double m = firstMoment[at] * beta1 + (1 - beta1) * g;
      firstMoment[at] = m;
      parameters[at] = p * kept + stepSize * m;
    }
  }
}
