package io.adamant.engine;

import io.adamant.data.MinibatchPlan;
import io.adamant.linalg.WirePrecision;
import io.adamant.optimizer.Parameters;
import org.jspecify.annotations.Nullable;

/** Numbers that are finite, but not as floats: what is said of them under {@code float32}. */
final class WireOverflow {
  private static final String LIMIT =
      "beyond %s, the largest number of wire.precision=float32".formatted(Float.MAX_VALUE);

  private WireOverflow() {}

  /**
   * Refuses a working set in which rounding made a finite parameter infinite. A batch could be
   * passed over, but not all those that read the parameter after it.
   *
   * @param step from 0
   */
  static void requireHeld(WorkingSet workingSet, Parameters parameters, long step) {
    if (workingSet.precision().rounds() && !workingSet.isFinite() && parameters.areFinite()) {
      throw new DivergenceException(
          "step %d: a parameter is %s; lower optimizer.learning-rate or set wire.precision=float64"
              .formatted(step + 1, LIMIT),
          step);
    }
  }

  /**
   * What left the range of floats in a batch's sums of gradients; null where nothing did, or where
   * doubles would not have held it either.
   *
   * @param step from 0
   */
  static @Nullable String inGradient(PartialGradient total, MinibatchPlan plan, long step) {
    if (!total.precision().rounds()
        || total.nonFiniteLane() != PartialGradient.NONE
        || total.isFinite()) {
      return null;
    }
    // All leaves were finite as doubles, and no sum of two floats overflows a double.
    int lane = total.overflowLane();
    String what =
        lane == PartialGradient.NONE
            ? "the sum of the lanes' gradients"
            : "the gradient of cell %d of lane %d".formatted(plan.cell(lane, step), lane);
    return "step %d: %s is %s; set wire.precision=float64".formatted(step + 1, what, LIMIT);
  }

  /** What else may help where no batch was finite. */
  static String hint(WirePrecision precision) {
    return precision.rounds() ? " or set wire.precision=float64" : "";
  }
}
