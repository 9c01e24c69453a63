package io.adamant.engine;

/** What is done between two rounds of a training. */
@FunctionalInterface
public interface Interlude {
  /** Nothing: training goes on. */
  Interlude NONE = point -> true;

  /**
   * A round is done, and the next is yet to begin.
   *
   * @param point what the training goes on from; it changes with the next round
   * @return whether training goes on
   */
  boolean goesOn(TrainingPoint point);
}
