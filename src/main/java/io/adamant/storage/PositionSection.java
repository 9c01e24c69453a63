package io.adamant.storage;

import org.jspecify.annotations.Nullable;

/**
 * How far a run is in a checkpoint.
 *
 * @param number counts the run's checkpoints: the newest has the largest
 * @param step batches taken
 * @param epochLossSum of the finite losses since the epoch began
 * @param epochLosses number of them
 * @param metricsLines lines of metrics up to here
 * @param rollbacks how often the run has gone back to a checkpoint
 * @param best the best validation; null where the run does not end early
 */
public record PositionSection(
    long number,
    long step,
    String epochLossSum,
    long epochLosses,
    long metricsLines,
    int rollbacks,
    @Nullable Best best) {

  /**
   * The best validation.
   *
   * @param value of the metric; as text, since before the first it is infinite
   * @param badValidations since then
   * @param step optimizer step that it was after
   * @param isKept whether there is a file with its parameters
   * @param listedRows rows that the file lists; null where it holds all
   */
  public record Best(
      String value, long badValidations, long step, boolean isKept, @Nullable Integer listedRows) {}
}
