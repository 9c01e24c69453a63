package io.adamant.benchmark;

import io.adamant.engine.ShardedExamples;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeoutException;
import org.apache.spark.ml.classification.LogisticRegression;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerBlockUpdated;
import org.apache.spark.storage.BlockId;
import org.apache.spark.storage.RDDBlockId;

/**
 * Bytes that rows take in Spark's cache, for each non-zero: our blocks over those that MLlib's own
 * fit makes of the table and caches. The table, which both are read from, is told beside.
 */
final class CachedBytes implements Comparison {
  @Override
  public String name() {
    return "cached-bytes";
  }

  @Override
  public String what() {
    return "cached bytes a non-zero, ours over MLlib's";
  }

  @Override
  public Bar bar() {
    return Bar.atMost(1.0 / 3);
  }

  @Override
  public Result run(Workbench bench) {
    double table = bench.tableBytes();
    bench.say("what MLlib's fit caches");
    double theirs = bytesOfFit(bench);
    try (ShardedExamples examples = bench.shardsOfTable(bench.sizes().batch())) {
      long shards = examples.shards().count();
      Long ours = bench.cachedBytes().get(examples.shards().id());
      if (shards == 0 || ours == null || theirs == 0) {
        throw new IllegalStateException(
            "%d shards of %s bytes beside %s of MLlib's".formatted(shards, ours, theirs));
      }
      double nonZeros = examples.survey().nonZeros();
      return Result.of(
          this,
          ours / theirs,
          List.of(
              Figure.of("our shards", "bytes", ours / nonZeros),
              Figure.of("MLlib's instance blocks", "bytes", theirs / nonZeros),
              Figure.of("the table of sparse vectors", "bytes", table / nonZeros)),
          List.of("the bar is held against the instance blocks, which MLlib's fit caches"));
    }
  }

  /** The most that was cached of each block of an RDD that a fit made, together. */
  private static double bytesOfFit(Workbench bench) {
    BlockSizes sizes = new BlockSizes(bench.cachedBytes().keySet());
    bench.spark().sc().addSparkListener(sizes);
    try {
      int features =
          new LogisticRegression()
              .setLabelCol(VectorTable.LABEL)
              .setFeaturesCol(VectorTable.FEATURES)
              .setMaxIter(1)
              .fit(bench.table())
              .numFeatures();
      if (features != bench.sizes().features()) {
        throw new IllegalStateException("MLlib saw %d features".formatted(features));
      }
      bench.spark().sc().listenerBus().waitUntilEmpty();
    } catch (TimeoutException e) {
      throw new IllegalStateException("Spark's listeners are behind what MLlib's fit cached", e);
    } finally {
      bench.spark().sc().removeSparkListener(sizes);
    }
    return sizes.bytes();
  }

  private static final class BlockSizes extends SparkListener {
    private final Set<Integer> known;
    private final Map<BlockId, Long> largest = new ConcurrentHashMap<>();

    BlockSizes(Set<Integer> known) {
      this.known = Set.copyOf(known);
    }

    @Override
    public void onBlockUpdated(SparkListenerBlockUpdated event) {
      BlockId id = event.blockUpdatedInfo().blockId();
      if (id instanceof RDDBlockId block && !known.contains(block.rddId())) {
        long bytes = event.blockUpdatedInfo().memSize() + event.blockUpdatedInfo().diskSize();
        largest.merge(id, bytes, Math::max);
      }
    }

    double bytes() {
      return largest.values().stream().mapToLong(Long::longValue).sum();
    }
  }
}
