package io.adamant.engine;

import io.adamant.optimizer.AveragingSettings;
import io.adamant.optimizer.NonFinite;
import io.adamant.optimizer.Optimizer;
import io.adamant.optimizer.ParameterGroup;
import io.adamant.optimizer.SparseUpdates;
import io.adamant.optimizer.UpdateSettings;
import io.adamant.optimizer.rule.Sgd;
import java.util.Locale;

/**
 * How many steps each shard takes on a copy of its own before the copies are brought together.
 *
 * @param count steps a round at most; 1 for synchronous steps, whose gradient is that of all shards
 * @param outer what takes the difference of a round for a gradient
 */
public record LocalSteps(int count, Optimizer outer) {
  /** The whole difference and nothing else: parameters become the average of the copies. */
  public static final Optimizer AVERAGE = new Sgd(1);

  /** No local steps. */
  public static final LocalSteps SYNCHRONOUS = new LocalSteps(1, AVERAGE);

  private static final String KEY = "batch.local-steps";

  public LocalSteps {
    if (count < 1) {
      throw new IllegalArgumentException(KEY + " must be >= 1, got " + count);
    }
  }

  /** Whether shards take steps of their own. */
  public boolean areTaken() {
    return count > 1;
  }

  /**
   * Refuses what has no meaning together with steps of shards.
   *
   * @throws IllegalArgumentException with a message that begins with the key
   */
  public void requireSuit(UpdateSettings update) {
    if (!areTaken()) {
      return;
    }
    if (!update.optimizer().canBeAveraged()) {
      throw new IllegalArgumentException(
          "%s = %d cannot be had with optimizer.type = %s, whose parameters and state may not be averaged value by value; take another, or 1"
              .formatted(KEY, count, update.optimizer().name()));
    }
    if (update.sparseUpdates() != SparseUpdates.LAZY) {
      throw refused(
          "optimizer.sparse = " + word(update.sparseUpdates()),
          "a shard has the features of its own batches alone; take lazy");
    }
    if (update.accumulationSteps() > 1) {
      throw refused(
          "batch.accumulation-steps = " + update.accumulationSteps(),
          "each batch is a step; take 1");
    }
    if (update.averaging().kind() != AveragingSettings.Kind.NONE) {
      throw refused(
          "averaging.type = " + word(update.averaging().kind()),
          "no one has the parameters of each step; take none");
    }
    if (update.plateau() != null) {
      throw refused(
          "schedule.type = plateau", "rates of a round are known before it; take another");
    }
    NonFinite nonFinite = update.clipping().nonFinite();
    if (nonFinite == NonFinite.SKIP || nonFinite == NonFinite.ZERO) {
      throw refused(
          "clip.non-finite = " + word(update.clipping().nonFinite()),
          "shards would pass over different batches; take fail");
    }
    for (ParameterGroup group : update.groups()) {
      if (group.l1() > 0) {
        throw refused(
            "optimizer.groups.l1 = " + group.l1(), "an average of zeros and others is not zero");
      }
    }
  }

  /** Refuses rounds longer than an epoch, at whose end a round ends. */
  public void requireWithin(int stepsPerEpoch) {
    if (areTaken() && count > stepsPerEpoch) {
      throw new IllegalArgumentException(
          "%s must be <= %d, the steps of an epoch, got %d; lower it or batch.size"
              .formatted(KEY, stepsPerEpoch, count));
    }
  }

  private IllegalArgumentException refused(String setting, String why) {
    return new IllegalArgumentException(
        "%s cannot be had with %s = %d: %s".formatted(setting, KEY, count, why));
  }

  private static String word(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }
}
