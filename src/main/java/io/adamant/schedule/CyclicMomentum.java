package io.adamant.schedule;

/**
 * The momentum beside {@link Cyclic}, low where the rate is high:
 *
 * <pre>{@code
 * momentum(t) = max - (max - base) h scale
 * }</pre>
 *
 * <p>with the same height and scale. PyTorch's {@code CyclicLR} with {@code cycle_momentum}.
 *
 * @param cycle the rate's course
 * @param baseMomentum in [0, 1)
 * @param maxMomentum in [0, 1)
 */
public record CyclicMomentum(Cyclic cycle, double baseMomentum, double maxMomentum)
    implements MomentumSchedule {
  public static final double DEFAULT_BASE_MOMENTUM = 0.8;
  public static final double DEFAULT_MAX_MOMENTUM = 0.9;

  public CyclicMomentum {
    Limits.requireMomentum("base-momentum", baseMomentum);
    Limits.requireMomentum("max-momentum", maxMomentum);
  }

  /** With PyTorch's defaults. */
  public CyclicMomentum(Cyclic cycle) {
    this(cycle, DEFAULT_BASE_MOMENTUM, DEFAULT_MAX_MOMENTUM);
  }

  @Override
  public double momentum(long step) {
    return maxMomentum - (maxMomentum - baseMomentum) * cycle.height(step);
  }
}
