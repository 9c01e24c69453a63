package io.adamant.engine;

import io.adamant.optimizer.StepOutcome;
import org.jspecify.annotations.Nullable;

/**
 * What is known of one step, or of a round of several local ones.
 *
 * @param step number of the batch, from 1; of a round the last
 * @param batches number of batches: 1, or those of a round
 * @param optimizerStep steps that the optimizer has taken, this one included where it took one
 * @param epoch from 1
 * @param loss mean loss of the batch, before the step; of a round that of all its batches, each
 *     before a shard's step
 * @param outcome what the gradient did; of a round the norm is that of its difference, and {@code
 *     clipped} whether a gradient of a shard was
 * @param rows rows in the batch, or in those of a round
 * @param bytesOut bytes of parameters for the tasks: each shard's part, or, where the step is a job
 *     of its own, the working set once, of which each executor gets a copy
 * @param bytesBack bytes of the partial gradients that reached the driver
 * @param resident whether tasks that stay computed it, not a Spark job of its own
 * @param seconds the phases
 * @param movement what it did to the parameters; null where that was not looked at
 */
public record StepMetrics(
    long step,
    int batches,
    long optimizerStep,
    long epoch,
    double loss,
    StepOutcome outcome,
    long rows,
    long bytesOut,
    long bytesBack,
    boolean resident,
    Phases seconds,
    @Nullable StepMovement movement) {

  /**
   * Seconds of the driver's phases.
   *
   * @param gather copying the working set out of the table
   * @param broadcast handing it to the tasks, or to Spark
   * @param job computing, returning, and folding on the driver; where the step is a job of its own,
   *     scheduling too
   * @param update mean, checks, clipping and the optimizer step
   */
  public record Phases(double gather, double broadcast, double job, double update) {
    public double total() {
      return gather + broadcast + job + update;
    }
  }

  public double rowsPerSecond() {
    return rows / seconds.total();
  }
}
