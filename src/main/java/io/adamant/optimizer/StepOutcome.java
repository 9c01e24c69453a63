package io.adamant.optimizer;

/**
 * What a step came to.
 *
 * @param gradientNorm global norm of the gradient, before clipping; where a step takes several
 *     gradients, that of their mean
 * @param clipped whether clipping changed the gradient
 * @param learningRate before group factors; 0 where no step was taken
 */
public record StepOutcome(
    Action action, double gradientNorm, boolean clipped, double learningRate) {
  /** What was done. */
  public enum Action {
    /** Parameters and state have moved. */
    STEPPED,
    /** The gradient is kept for the step that more gradients will be added to. */
    ACCUMULATED,
    /** The gradient was not finite: zero stands in for it, in a step or among those to add up. */
    ZEROED,
    /** The gradient was not finite: nothing has changed. */
    SKIPPED,
    /** The gradient was not finite: nothing has changed, and training must end. */
    FAILED
  }
}
