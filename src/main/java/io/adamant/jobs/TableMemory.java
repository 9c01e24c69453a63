package io.adamant.jobs;

import io.adamant.optimizer.AveragingSettings;
import io.adamant.optimizer.OptimizerState;
import io.adamant.optimizer.ParameterLayout;
import io.adamant.optimizer.SparseUpdates;

/** What the table of a training takes of the driver's memory. */
final class TableMemory {
  private TableMemory() {}

  /**
   * Refuses a table that does not fit.
   *
   * @param touched rows that are sure to be there, where the others come with their first touch
   */
  static void require(TrainSettings train, ParameterLayout layout, long touched) {
    boolean isDense = train.update(layout.rows()).sparseUpdates() == SparseUpdates.DENSE;
    MemoryCheck memory = of(train, layout);
    if (isDense || !layout.isLarge() || touched == layout.rows()) {
      memory.requireAllRows();
    } else {
      memory.requireRows(touched);
    }
  }

  /** The check of a layout. */
  static MemoryCheck of(TrainSettings train, ParameterLayout layout) {
    boolean isDeferred = train.update(layout.rows()).sparseUpdates() == SparseUpdates.DEFERRED;
    return new MemoryCheck(
        layout,
        OptimizerState.bytes(train.optimizer(), layout)
            + OptimizerState.bytes(train.localSteps().outer(), layout)
            + AveragingSettings.bytes(train.averaging().kind(), layout)
            + (isDeferred ? OptimizerState.deferredBytes(layout) : 0),
        Runtime.getRuntime().maxMemory());
  }
}
