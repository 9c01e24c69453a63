package io.adamant.engine;

/**
 * The losses of an epoch's batches, for schedules that look at an epoch where none is validated.
 */
public final class EpochLoss {
  private double sum;
  private long batches;

  /** Before the first batch of an epoch. */
  public EpochLoss() {
    this(0, 0);
  }

  /**
   * What it was when it was saved.
   *
   * @param sum of the finite losses
   * @param batches number of them
   */
  public EpochLoss(double sum, long batches) {
    this.sum = sum;
    this.batches = batches;
  }

  /** Takes a batch in. One that was passed over says nothing of how the model does. */
  void add(double loss) {
    if (Double.isFinite(loss)) {
      sum += loss;
      batches++;
    }
  }

  /** The mean of all batches, which are then forgotten; NaN without any. */
  double take() {
    double mean = sum / batches;
    sum = 0;
    batches = 0;
    return mean;
  }

  EpochLoss copy() {
    return new EpochLoss(sum, batches);
  }

  /** The sum of the finite losses. */
  public double sum() {
    return sum;
  }

  /** Number of them. */
  public long batches() {
    return batches;
  }
}
