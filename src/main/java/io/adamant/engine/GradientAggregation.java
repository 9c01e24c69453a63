package io.adamant.engine;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.HashPartitioner;
import org.apache.spark.SparkContext;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.rdd.RDD;
import scala.Tuple2;
import scala.reflect.ClassTag;
import scala.reflect.ClassTag$;
import scala.runtime.AbstractFunction2;

/**
 * Brings the shards' partial gradients together on the driver.
 *
 * <p>One stage while they are small: the driver folds one partial result a shard. Where they would
 * be many bytes together, a second stage folds aligned groups of shards first. Either way it is the
 * same tree, so the sum has the same bits.
 */
final class GradientAggregation {
  /** With fewer shards than this a stage in between would save nothing. */
  private static final int FEWEST_SHARDS_FOR_A_TREE = 4;

  private final JavaRDD<Shard> shards;
  private final int shardCount;
  private final long treeBytes;
  private long lastBytes;
  private boolean tree;

  /**
   * @param treeBytes where the partial gradients of a step took more than this, the next step's are
   *     folded in two stages
   */
  GradientAggregation(JavaRDD<Shard> shards, long treeBytes) {
    this.shards = shards;
    this.shardCount = shards.getNumPartitions();
    this.treeBytes = treeBytes;
  }

  /** Bytes that came back to the driver in the last step. */
  long lastBytes() {
    return lastBytes;
  }

  /**
   * Runs one job and folds what it returns.
   *
   * @param rows number of rows in the working set
   */
  PartialGradient aggregate(ShardFunction function, Broadcast<WorkingSet> workingSet, int rows) {
    PartialGradient[] partials =
        tree ? runTree(function, workingSet, rows) : runFlat(function, workingSet);
    lastBytes = 0;
    for (PartialGradient partial : partials) {
      lastBytes += partial.wireBytes();
    }
    // Once large, they stay large: a tree returns fewer bytes than one stage would.
    tree |= shardCount >= FEWEST_SHARDS_FOR_A_TREE && lastBytes > treeBytes;
    return PartialGradient.sum(partials, rows);
  }

  private PartialGradient[] runFlat(ShardFunction function, Broadcast<WorkingSet> workingSet) {
    SparkContext spark = shards.context();
    RDD<Shard> rdd = shards.rdd();
    ClassTag<PartialGradient> tag = ClassTag$.MODULE$.apply(PartialGradient.class);
    return (PartialGradient[]) spark.runJob(rdd, new FlatTask(function, workingSet), tag);
  }

  private PartialGradient[] runTree(
      ShardFunction function, Broadcast<WorkingSet> workingSet, int rows) {
    int groups = Integer.highestOneBit((int) Math.sqrt(shardCount));
    int groupSize = shardCount / groups;
    JavaPairRDD<Integer, Tuple2<Integer, PartialGradient>> partials =
        shards.mapPartitionsToPair(
            part -> {
              int shard = TaskContext.getPartitionId();
              PartialGradient partial = function.apply(part.next(), workingSet.value());
              return List.of(new Tuple2<>(shard / groupSize, new Tuple2<>(shard, partial)))
                  .iterator();
            });
    List<PartialGradient> folded =
        partials
            .partitionBy(new HashPartitioner(groups))
            .mapPartitions(arriving -> foldGroup(arriving, rows))
            .collect();
    return folded.toArray(PartialGradient[]::new);
  }

  /** Folds the shards of a group in their order, whatever the order they arrive in. */
  private static Iterator<PartialGradient> foldGroup(
      Iterator<Tuple2<Integer, Tuple2<Integer, PartialGradient>>> arriving, int rows) {
    List<Tuple2<Integer, PartialGradient>> group = new ArrayList<>();
    arriving.forEachRemaining(partial -> group.add(partial._2()));
    group.sort(Comparator.comparingInt(Tuple2::_1));
    PartialGradient[] parts = group.stream().map(Tuple2::_2).toArray(PartialGradient[]::new);
    return List.of(PartialGradient.sum(parts, rows)).iterator();
  }

  /** A class of its own and not a lambda: it takes along nothing but what it names. */
  private static final class FlatTask
      extends AbstractFunction2<TaskContext, scala.collection.Iterator<Shard>, PartialGradient>
      implements java.io.Serializable {
    private final ShardFunction function;
    private final Broadcast<WorkingSet> workingSet;

    FlatTask(ShardFunction function, Broadcast<WorkingSet> workingSet) {
      this.function = function;
      this.workingSet = workingSet;
    }

    @Override
    public PartialGradient apply(TaskContext context, scala.collection.Iterator<Shard> part) {
      return function.apply(part.next(), workingSet.value());
    }
  }
}
