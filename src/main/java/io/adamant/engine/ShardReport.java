package io.adamant.engine;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/** What a resident task tells the driver: who it is, and what it has computed. */
public final class ShardReport implements Serializable {
  private final int shard;
  private final long step;
  private final long announcedStep;
  private final @Nullable PartialGradient partial;

  /**
   * @param shard number of the shard
   * @param step the step that {@code partial} is of, or {@link StepFunction#NO_STEP}
   * @param announcedStep the step whose features {@code partial} names, or {@link
   *     StepFunction#NO_STEP}
   * @param partial null from a task that has only begun
   */
  private ShardReport(int shard, long step, long announcedStep, @Nullable PartialGradient partial) {
    this.shard = shard;
    this.step = step;
    this.announcedStep = announcedStep;
    this.partial = partial;
  }

  /** What a task says first. */
  static ShardReport hello(int shard) {
    return new ShardReport(shard, StepFunction.NO_STEP, StepFunction.NO_STEP, null);
  }

  /** What a task says when it has done what it was told. */
  static ShardReport of(int shard, StepOrder order, PartialGradient partial) {
    return new ShardReport(shard, order.step(), order.nextStep(), partial);
  }

  int shard() {
    return shard;
  }

  long step() {
    return step;
  }

  long announcedStep() {
    return announcedStep;
  }

  @Nullable PartialGradient partial() {
    return partial;
  }
}
