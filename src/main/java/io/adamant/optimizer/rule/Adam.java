package io.adamant.optimizer.rule;

import io.adamant.optimizer.Decay;

/**
 * Adam: weight decay is an L2 term in the gradient unless another form is chosen, as in {@code
 * torch.optim.Adam}. With {@code amsgrad} it is AMSGrad. Formulas and source: {@link AdamMoments}.
 *
 * @param learningRate α, at least 0
 * @param beta1 β₁ of the first moment, in [0, 1); 0 is no momentum
 * @param beta2 β₂ of the second moment, in [0, 1)
 * @param epsilon ε, at least 0
 * @param epsilonForm where ε stands
 * @param weightDecay λ, at least 0
 * @param decay how weight decay acts
 * @param amsgrad whether the largest second moment is the divisor
 * @param correctFirstMoment whether the first moment is divided by 1 − β₁ᵗ
 * @param correctSecondMoment whether the second moment is divided by 1 − β₂ᵗ
 * @param adaptive whether the step is divided by the root of the second moment
 */
public record Adam(
    double learningRate,
    double beta1,
    double beta2,
    double epsilon,
    EpsilonForm epsilonForm,
    double weightDecay,
    Decay decay,
    Amsgrad amsgrad,
    boolean correctFirstMoment,
    boolean correctSecondMoment,
    boolean adaptive)
    implements AdamMoments {
  /** PyTorch's. */
  public static final Adam DEFAULTS =
      new Adam(
          1e-3, 0.9, 0.999, 1e-8, EpsilonForm.OUTSIDE, 0, Decay.L2, Amsgrad.NONE, true, true, true);

  /** PyTorch's with {@code amsgrad}. */
  public static final Adam AMSGRAD = DEFAULTS.with(Amsgrad.RAW);

  public Adam {
    AdamMoments.check(learningRate, beta1, beta2, epsilon, weightDecay, decay, amsgrad, adaptive);
  }

  /** With PyTorch's defaults. */
  public Adam(double learningRate) {
    this(learningRate, DEFAULTS.beta1, DEFAULTS.beta2, DEFAULTS.epsilon, DEFAULTS.weightDecay);
  }

  /** In PyTorch's form. */
  public Adam(double learningRate, double beta1, double beta2, double epsilon, double weightDecay) {
    this(
        learningRate,
        beta1,
        beta2,
        epsilon,
        DEFAULTS.epsilonForm,
        weightDecay,
        DEFAULTS.decay,
        DEFAULTS.amsgrad,
        DEFAULTS.correctFirstMoment,
        DEFAULTS.correctSecondMoment,
        DEFAULTS.adaptive);
  }

  @Override
  public String name() {
    return "adam";
  }

  private Adam with(Amsgrad amsgrad) {
    return new Adam(
        learningRate,
        beta1,
        beta2,
        epsilon,
        epsilonForm,
        weightDecay,
        decay,
        amsgrad,
        correctFirstMoment,
        correctSecondMoment,
        adaptive);
  }

  @Override
  public Adam withMomentum(double beta1) {
    return new Adam(
        learningRate,
        beta1,
        beta2,
        epsilon,
        epsilonForm,
        weightDecay,
        decay,
        amsgrad,
        correctFirstMoment,
        correctSecondMoment,
        adaptive);
  }
}
