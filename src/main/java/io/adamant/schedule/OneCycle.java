package io.adamant.schedule;

/**
 * One rise to the top and one fall far below the start. The base rate is the top: with {@code start
 * = 1 / divFactor} and {@code end = start / finalDivFactor}
 *
 * <pre>{@code
 * two phases    start -> 1 until s = pctStart T - 1,  1 -> end until s = T - 1
 * three phases  start -> 1 until s = pctStart T - 1,  1 -> start until s = 2 pctStart T - 2,
 *               start -> end until s = T - 1
 * }</pre>
 *
 * <p>where {@code s = t - 1}, T is {@code totalSteps}, and a part p of the way from a to b is at
 *
 * <pre>{@code
 * cos     b + (a - b) (cos(pi p) + 1) / 2
 * linear  a + (b - a) p
 * }</pre>
 *
 * <p>Smith and Topin, "Super-Convergence", arXiv:1708.07120, which has three linear phases;
 * PyTorch's {@code OneCycleLR}, which takes the top as {@code max_lr}. Deviation: steps after the
 * last stay where it was; PyTorch refuses them. The momentum's course is {@link OneCycleMomentum}.
 *
 * @param totalSteps at least 1
 * @param pctStart part of the steps that rise, in [0, 1]; with three phases at most 0.5
 * @param anneal the way between two values
 * @param threePhase whether the fall first mirrors the rise
 * @param divFactor top / start, finite, above 0
 * @param finalDivFactor start / end, finite, above 0
 */
public record OneCycle(
    long totalSteps,
    double pctStart,
    Anneal anneal,
    boolean threePhase,
    double divFactor,
    double finalDivFactor)
    implements Schedule {
  public static final double DEFAULT_PCT_START = 0.3;
  public static final double DEFAULT_DIV_FACTOR = 25;
  public static final double DEFAULT_FINAL_DIV_FACTOR = 1e4;

  /** The way between two values. */
  public enum Anneal {
    COS {
      @Override
      double between(double from, double to, double part) {
        return to + (from - to) / 2 * (StrictMath.cos(Math.PI * part) + 1);
      }
    },
    LINEAR {
      @Override
      double between(double from, double to, double part) {
        return (to - from) * part + from;
      }
    };

    abstract double between(double from, double to, double part);
  }

  public OneCycle {
    Limits.requireAtLeast("total-steps", 1, totalSteps);
    Limits.requireFraction("pct-start", pctStart);
    if (threePhase && pctStart > 0.5) {
      throw Limits.refused("pct-start", "in [0, 0.5] with three phases", pctStart);
    }
    Limits.requirePositive("div-factor", divFactor);
    Limits.requirePositive("final-div-factor", finalDivFactor);
  }

  /** Two phases along cosines, with PyTorch's defaults. */
  public OneCycle(long totalSteps) {
    this(
        totalSteps,
        DEFAULT_PCT_START,
        Anneal.COS,
        false,
        DEFAULT_DIV_FACTOR,
        DEFAULT_FINAL_DIV_FACTOR);
  }

  @Override
  public double factor(long step) {
    double start = 1 / divFactor;
    return along(step, start, 1, start / finalDivFactor);
  }

  /** The value of a step on the way from start over the top (and start, if three phases) to end. */
  double along(long step, double start, double top, double end) {
    double done = Math.min(step, totalSteps) - 1;
    double last = totalSteps - 1;
    double risen = pctStart * totalSteps - 1;
    if (done <= risen) {
      return anneal.between(start, top, part(done, 0, risen));
    }
    if (!threePhase) {
      return anneal.between(top, end, part(done, risen, last));
    }
    double fallen = 2 * pctStart * totalSteps - 2;
    return done <= fallen
        ? anneal.between(top, start, part(done, risen, fallen))
        : anneal.between(start, end, part(done, fallen, last));
  }

  /** A phase without length is over at once. */
  private static double part(double done, double from, double to) {
    return to > from ? (done - from) / (to - from) : 1;
  }
}
