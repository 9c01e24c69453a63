package io.adamant.schedule;

import java.io.Serializable;

/**
 * Lowers the rate when a metric no longer improves. Not a function of the step: what it remembers
 * is a {@link PlateauMemory}, which belongs to the optimizer's state.
 *
 * <p>With each observation a of the metric, best b, and threshold e, a is better if
 *
 * <pre>{@code
 * min, rel   a < b (1 - e)        max, rel   a > b (1 + e)
 * min, abs   a < b - e            max, abs   a > b + e
 * }</pre>
 *
 * <p>After more than {@code patience} observations in a row that are not better, the rate becomes
 * {@code max(rate factor, minLearningRate)}, unless that changes it by {@code epsilon} or less. For
 * {@code cooldown} observations after it none counts as bad. PyTorch's {@code ReduceLROnPlateau}.
 * Deviation: there every parameter group has its rate and minimum; here a group multiplies the one
 * rate.
 *
 * @param learningRate the base rate, which the minimum is compared with: finite, at least 0
 * @param factor in [0, 1)
 * @param patience bad observations in a row that are borne, at least 0
 * @param threshold finite, at least 0
 * @param cooldown at least 0
 * @param minLearningRate a rate, not a factor: finite, at least 0
 * @param epsilon the least change of the rate that is made: finite, at least 0
 */
public record ReduceOnPlateau(
    double learningRate,
    Mode mode,
    double factor,
    long patience,
    double threshold,
    ThresholdMode thresholdMode,
    long cooldown,
    double minLearningRate,
    double epsilon)
    implements Serializable {
  public static final double DEFAULT_FACTOR = 0.1;
  public static final long DEFAULT_PATIENCE = 10;
  public static final double DEFAULT_THRESHOLD = 1e-4;
  public static final double DEFAULT_EPSILON = 1e-8;

  /** Whether the metric is to fall or to rise. */
  public enum Mode {
    MIN,
    MAX
  }

  /** Whether the threshold is a part of the best value or a difference. */
  public enum ThresholdMode {
    REL,
    ABS
  }

  public ReduceOnPlateau {
    Limits.requireNotNegative("learning-rate", learningRate);
    if (!(factor >= 0 && factor < 1)) {
      throw Limits.refused("factor", "in [0, 1)", factor);
    }
    Limits.requireAtLeast("patience", 0, patience);
    Limits.requireNotNegative("threshold", threshold);
    Limits.requireAtLeast("cooldown", 0, cooldown);
    Limits.requireNotNegative("min-lr", minLearningRate);
    Limits.requireNotNegative("epsilon", epsilon);
  }

  /** With PyTorch's defaults. */
  public ReduceOnPlateau(double learningRate) {
    this(
        learningRate,
        Mode.MIN,
        DEFAULT_FACTOR,
        DEFAULT_PATIENCE,
        DEFAULT_THRESHOLD,
        ThresholdMode.REL,
        0,
        0,
        DEFAULT_EPSILON);
  }

  /** The best value before any is observed: whatever comes is better. */
  double worst() {
    return mode == Mode.MIN ? Double.POSITIVE_INFINITY : Double.NEGATIVE_INFINITY;
  }

  /** False for NaN. */
  boolean isBetter(double metric, double best) {
    double margin = thresholdMode == ThresholdMode.ABS ? threshold : 0;
    double part = thresholdMode == ThresholdMode.REL ? threshold : 0;
    return mode == Mode.MIN
        ? metric < best * (1 - part) - margin
        : metric > best * (part + 1) + margin;
  }

  /** What follows on a factor when the rate is lowered. */
  double lowered(double before) {
    double rate = before * learningRate;
    double lower = Math.max(rate * factor, minLearningRate);
    return rate - lower > epsilon ? lower / learningRate : before;
  }
}
