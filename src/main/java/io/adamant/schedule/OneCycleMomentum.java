package io.adamant.schedule;

/**
 * The momentum beside {@link OneCycle}, low where the rate is high: from {@code maxMomentum} down
 * to {@code baseMomentum} at the rate's top and back, in the same phases; in the third phase it
 * stays. PyTorch's {@code OneCycleLR} with {@code cycle_momentum}.
 *
 * @param cycle the rate's course
 * @param baseMomentum in [0, 1)
 * @param maxMomentum in [0, 1)
 */
public record OneCycleMomentum(OneCycle cycle, double baseMomentum, double maxMomentum)
    implements MomentumSchedule {
  public static final double DEFAULT_BASE_MOMENTUM = 0.85;
  public static final double DEFAULT_MAX_MOMENTUM = 0.95;

  public OneCycleMomentum {
    Limits.requireMomentum("base-momentum", baseMomentum);
    Limits.requireMomentum("max-momentum", maxMomentum);
  }

  /** With PyTorch's defaults. */
  public OneCycleMomentum(OneCycle cycle) {
    this(cycle, DEFAULT_BASE_MOMENTUM, DEFAULT_MAX_MOMENTUM);
  }

  @Override
  public double momentum(long step) {
    return cycle.along(step, maxMomentum, baseMomentum, maxMomentum);
  }
}
