package io.adamant.engine;

/** The loss or the gradient stopped being finite; the parameters are those of the step before. */
public final class DivergenceException extends RuntimeException {
  private final long lastGoodStep;

  DivergenceException(String message, long lastGoodStep) {
    super(message);
    this.lastGoodStep = lastGoodStep;
  }

  /** The number of steps done before. */
  public long lastGoodStep() {
    return lastGoodStep;
  }
}
