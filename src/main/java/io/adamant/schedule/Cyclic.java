package io.adamant.schedule;

/**
 * Up and down in straight lines between two factors. In cycle c, from 0, at height h of it, 0 at
 * the bottom and 1 at the top:
 *
 * <pre>{@code
 * f(t) = base + (max - base) h scale
 * }</pre>
 *
 * <p>where scale is 1 (triangular), {@code 2^-c} (triangular2) or {@code gamma^(t - 1)}
 * (exp_range). Smith, "Cyclical Learning Rates for Training Neural Networks", arXiv:1506.01186;
 * PyTorch's {@code CyclicLR}. The momentum's course is {@link CyclicMomentum}.
 *
 * @param baseFactor at the bottom, finite, at least 0
 * @param maxFactor at the top of the first cycle, finite, at least {@code baseFactor}
 * @param stepSizeUp steps of a rise, at least 1
 * @param stepSizeDown steps of a fall, at least 1
 * @param mode how the height changes with time
 * @param gamma of exp_range, in (0, 1]; 1 for the others
 */
public record Cyclic(
    double baseFactor,
    double maxFactor,
    long stepSizeUp,
    long stepSizeDown,
    Mode mode,
    double gamma)
    implements Schedule {
  public static final long DEFAULT_STEP_SIZE_UP = 2000;

  /** How the height changes with time. */
  public enum Mode {
    /** It does not. */
    TRIANGULAR,
    /** It halves each cycle. */
    TRIANGULAR2,
    /** It decays by gamma each step. */
    EXP_RANGE
  }

  public Cyclic {
    Limits.requireNotNegative("base-lr", baseFactor);
    Limits.requireNotNegative("max-lr", maxFactor);
    if (maxFactor < baseFactor) {
      throw Limits.refused(
          "max-lr", "at least schedule.base-lr", maxFactor / baseFactor + " times that");
    }
    Limits.requireAtLeast("step-size-up", 1, stepSizeUp);
    Limits.requireAtLeast("step-size-down", 1, stepSizeDown);
    if (stepSizeDown > Long.MAX_VALUE - stepSizeUp) {
      throw Limits.refused("step-size-down", "<= " + (Long.MAX_VALUE - stepSizeUp), stepSizeDown);
    }
    Limits.requireDecay("gamma", gamma);
    if (mode != Mode.EXP_RANGE && gamma != 1) {
      throw Limits.refused("gamma", "1 unless schedule.mode = exp_range", gamma);
    }
  }

  @Override
  public double factor(long step) {
    return baseFactor + (maxFactor - baseFactor) * height(step);
  }

  /** The height of a step, 1 at the top of the first cycle. */
  double height(long step) {
    long length = stepSizeUp + stepSizeDown;
    long done = (step - 1) % length;
    long cycle = (step - 1) / length;
    double height =
        done <= stepSizeUp ? (double) done / stepSizeUp : (double) (length - done) / stepSizeDown;
    return switch (mode) {
      case TRIANGULAR -> height;
      case TRIANGULAR2 -> height * StrictMath.pow(2, (double) -cycle);
      case EXP_RANGE -> height * StrictMath.pow(gamma, (double) (step - 1));
    };
  }
}
