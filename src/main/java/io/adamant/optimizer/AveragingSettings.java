package io.adamant.optimizer;

import java.io.Serializable;

/**
 * Averaging of the parameters over the steps; the average is what is evaluated and saved.
 *
 * @param startStep the first step whose parameters count, from 1
 * @param decay of {@link Kind#EMA}: what remains of the average in a step, in [0, 1)
 */
public record AveragingSettings(Kind kind, long startStep, double decay) implements Serializable {
  public static final double DEFAULT_DECAY = 0.999;

  /** No averaging. */
  public static final AveragingSettings NONE = new AveragingSettings(Kind.NONE, 1, DEFAULT_DECAY);

  /** The kinds of averages. */
  public enum Kind {
    NONE,
    /** {@code a ← a + (1 − d)(θ − a)}, from the parameters of the first step that counts. */
    EMA,
    /**
     * The mean over all steps that count: Polyak and Juditsky, "Acceleration of stochastic
     * approximation by averaging" (1992), over the tail of the steps.
     */
    TAIL
  }

  public AveragingSettings {
    if (startStep < 1) {
      throw new IllegalArgumentException("averaging.start-step must be >= 1, got " + startStep);
    }
    if (!(decay >= 0 && decay < 1)) {
      throw new IllegalArgumentException("averaging.decay must be in [0, 1), got " + decay);
    }
  }

  /** Bytes that an average of parameters of a layout takes. */
  public static long bytes(Kind kind, ParameterLayout layout) {
    // A copy of the parameters, and the last step that each row has in it.
    return kind == Kind.NONE ? 0 : layout.bytes() + layout.rows() * Double.BYTES;
  }
}
