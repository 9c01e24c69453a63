package io.adamant.engine;

/** How a step's working set reaches the tasks, and their partial gradients the driver. */
interface GradientExchange extends AutoCloseable {
  /**
   * Has one step computed.
   *
   * @param step from 0, or {@link StepFunction#NO_STEP} where only features are asked for
   * @param nextStep the step whose features are announced, or {@link StepFunction#NO_STEP}
   * @param workingSet the parameters that the step touches
   */
  Exchanged exchange(long step, long nextStep, WorkingSet workingSet);

  /** Lets go of the cluster's cores until the next step, so that other jobs may have them. */
  void release();

  @Override
  void close();

  /**
   * What a step came to.
   *
   * @param total the sum over all lanes; the ids of its table rows are places in the working set
   * @param bytesOut bytes of parameters that left the driver
   * @param bytesBack bytes of the partial gradients that reached it
   * @param resident whether resident tasks computed it, not a job of its own
   * @param sent when the parameters had left the driver, as {@link System#nanoTime} counts
   */
  record Exchanged(
      PartialGradient total, long bytesOut, long bytesBack, boolean resident, long sent) {}
}
