package io.adamant.benchmark;

import io.adamant.optimizer.Decay;
import io.adamant.optimizer.SparseUpdates;
import io.adamant.optimizer.UpdateSettings;
import io.adamant.optimizer.rule.AdaGrad;
import io.adamant.optimizer.rule.EpsilonForm;
import io.adamant.schedule.LinearRamp;

/**
 * With what click-log-like rows come to a low held-out log loss soonest; found by trial on the
 * benchmark's own rows, as MLlib's penalty is.
 */
final class SoonestSettings {
  static final int EPOCHS = 4;
  private static final long BATCH = 32_768;
  private static final double LEARNING_RATE = 0.4;
  private static final double EPSILON = 2e-4;
  private static final double PENALTY = 1e-5;
  private static final double LAST_FACTOR = 0.1;

  private SoonestSettings() {}

  static long batch(Sizes sizes) {
    return Math.min(BATCH, sizes.rows());
  }

  static long steps(int stepsPerEpoch) {
    return (long) EPOCHS * stepsPerEpoch;
  }

  static UpdateSettings update(int stepsPerEpoch) {
    return UpdateSettings.of(
            new AdaGrad(LEARNING_RATE, 0, 0, EPSILON, EpsilonForm.OUTSIDE, PENALTY, Decay.L2),
            SparseUpdates.DENSE)
        .withSchedule(new LinearRamp(1, LAST_FACTOR, steps(stepsPerEpoch)));
  }
}
