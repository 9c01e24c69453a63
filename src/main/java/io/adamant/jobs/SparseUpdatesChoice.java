package io.adamant.jobs;

import io.adamant.model.Model;
import io.adamant.optimizer.AveragingSettings;
import io.adamant.optimizer.DeferrableRule;
import io.adamant.optimizer.SparseUpdates;
import io.adamant.optimizer.UpdateSettings;

/**
 * Which meaning of a sparse step suits where none is asked for: the result of dense in any case,
 * and deferred where the table is large and missed steps need not all be replayed.
 */
final class SparseUpdatesChoice {
  /** Up to here stepping the whole table takes less time than keeping track of what was missed. */
  static final long LARGE_TABLE = 1L << 24;

  private SparseUpdatesChoice() {}

  /**
   * DENSE or DEFERRED.
   *
   * @param update all else that decides how gradients change parameters
   * @param features rows of the table
   */
  static SparseUpdates of(UpdateSettings update, Model model, long features) {
    boolean suits =
        features >= LARGE_TABLE
            && update.averaging().kind() == AveragingSettings.Kind.NONE
            && update.optimizer() instanceof DeferrableRule rule
            && rule.settles()
            && model.columnGroups().stream().noneMatch(group -> update.hasPenalty(group.name()));
    return suits ? SparseUpdates.DEFERRED : SparseUpdates.DENSE;
  }
}
