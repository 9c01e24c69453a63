package io.adamant.engine;

import io.adamant.linalg.Parallel;
import io.adamant.linalg.SparseRows;

/**
 * A step's working set as it is dealt out to resident tasks: to each the rows that its own blocks
 * touch, in the order in which it announced their features; and their answers brought together.
 */
final class ShardSlices {
  private final WorkingSet workingSet;

  /** By shard, where the rows of its slice stand in the working set. */
  private final int[][] places;

  private final WorkingSet[] slices;

  /**
   * @param features by shard, what it announced; all in the working set
   */
  ShardSlices(WorkingSet workingSet, int[][] features) {
    this.workingSet = workingSet;
    int count = features.length;
    places = new int[count][];
    slices = new WorkingSet[count];
    Parallel.forRanges(
        count,
        1,
        (from, to) -> {
          for (int shard = from; shard < to; shard++) {
            places[shard] = workingSet.placesOf(features[shard]);
            slices[shard] = workingSet.slice(places[shard]);
          }
        });
  }

  /** By shard, its part of the working set. */
  WorkingSet[] slices() {
    return slices;
  }

  /** About the bytes that all slices take on the wire. */
  long wireBytes() {
    long bytes = 0;
    for (WorkingSet slice : slices) {
      bytes += slice.wireBytes();
    }
    return bytes;
  }

  /**
   * The sum over all shards; the ids of its table rows are places in the working set.
   *
   * @param partials by shard; the ids of their table rows are places in the shard's slice
   */
  PartialGradient sum(PartialGradient[] partials) {
    PartialGradient[] placed = new PartialGradient[partials.length];
    for (int shard = 0; shard < placed.length; shard++) {
      PartialGradient partial = partials[shard];
      placed[shard] = partial.withIds(placesOf(partial.table(), places[shard]));
    }
    return PartialGradient.sum(placed, workingSet.size());
  }

  /** From places in a shard's slice to places in the working set. */
  private static int[] placesOf(SparseRows table, int[] places) {
    int[] ids = table.ids();
    if (ids.length == places.length) {
      // They ascend strictly, so they are all places.
      return places;
    }
    int[] found = new int[ids.length];
    for (int i = 0; i < ids.length; i++) {
      found[i] = places[ids[i]];
    }
    return found;
  }
}
