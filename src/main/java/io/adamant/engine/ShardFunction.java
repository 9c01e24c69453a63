package io.adamant.engine;

import java.io.Serializable;

/**
 * What a task computes on its shard: a pure function of the shard and the working set, so that it
 * may be computed again, anywhere.
 */
@FunctionalInterface
interface ShardFunction extends Serializable {
  PartialGradient apply(Shard shard, WorkingSet workingSet);
}
