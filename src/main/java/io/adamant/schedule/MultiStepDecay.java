package io.adamant.schedule;

import java.util.List;

/**
 * Decays after given numbers of steps:
 *
 * <pre>{@code
 * f(t) = gamma ^ (number of milestones m with m < t)
 * }</pre>
 *
 * <p>PyTorch's {@code MultiStepLR}: a milestone that is listed twice counts twice, and their order
 * is of no matter.
 *
 * @param milestones steps done before a decay, each at least 1
 * @param gamma in (0, 1]
 */
public record MultiStepDecay(List<Long> milestones, double gamma) implements Schedule {
  public static final double DEFAULT_GAMMA = 0.1;

  public MultiStepDecay {
    milestones = List.copyOf(milestones);
    milestones.forEach(milestone -> Limits.requireAtLeast("milestones", 1, milestone));
    Limits.requireDecay("gamma", gamma);
  }

  @Override
  public double factor(long step) {
    int passed = 0;
    for (long milestone : milestones) {
      passed += milestone < step ? 1 : 0;
    }
    return StrictMath.pow(gamma, passed);
  }
}
