package io.adamant.schedule;

/**
 * Half a cosine again and again, each {@code tMult} times as long as the one before. In cycle i of
 * length T_i, c steps after its start:
 *
 * <pre>{@code
 * f = min + (1 - min) (1 + cos(pi c / T_i)) / 2,   T_0 = t0,  T_i = tMult T_(i-1)
 * }</pre>
 *
 * <p>Loshchilov and Hutter, "SGDR", arXiv:1608.03983, equation 5; PyTorch's {@code
 * CosineAnnealingWarmRestarts}. A cycle ends one step above the minimum.
 *
 * @param t0 steps of the first cycle, at least 1
 * @param tMult at least 1
 * @param minFactor in [0, 1]
 */
public record CosineRestarts(long t0, long tMult, double minFactor) implements Schedule {
  public static final long DEFAULT_T_MULT = 1;

  public CosineRestarts {
    Limits.requireAtLeast("t-0", 1, t0);
    Limits.requireAtLeast("t-mult", 1, tMult);
    Limits.requirePartOfRate("eta-min", minFactor);
  }

  @Override
  public double factor(long step) {
    if (tMult == 1) {
      return CosineAnnealing.fall((double) ((step - 1) % t0), (double) t0, minFactor);
    }
    // Doubles, since the length of the last cycle may pass what a whole number holds.
    double sinceStart = step - 1;
    double length = t0;
    while (sinceStart >= length) {
      sinceStart -= length;
      length *= tMult;
    }
    return CosineAnnealing.fall(sinceStart, length, minFactor);
  }
}
