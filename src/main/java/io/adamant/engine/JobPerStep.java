package io.adamant.engine;

import io.adamant.linalg.Parallel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.HashPartitioner;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.rdd.RDD;
import scala.Tuple2;
import scala.reflect.ClassTag;
import scala.reflect.ClassTag$;
import scala.runtime.AbstractFunction2;

/**
 * A Spark job for each step: the working set is broadcast, and the shards' partial gradients are
 * the job's result.
 *
 * <p>One stage while they are small: the driver folds one partial result a shard. Where they would
 * be many bytes together, a second stage folds aligned groups of shards first. Either way it is the
 * same tree, so the sum has the same bits.
 */
final class JobPerStep implements GradientExchange {
  /** With fewer shards than this a stage in between would save nothing. */
  private static final int FEWEST_SHARDS_FOR_A_TREE = 4;

  /** So many partial gradients' ids take longer to measure than another core to wake. */
  private static final int PARTIALS_FOR_A_CORE = 32;

  private final JavaSparkContext spark;
  private final JavaRDD<Shard> shards;
  private final ShardFunction.ByStep functions;
  private final int shardCount;
  private final long steps;
  private final long treeBytes;
  private boolean tree;

  /**
   * @param steps number of steps of the training, for the jobs' names
   * @param treeBytes where the partial gradients of a step took more than this, the next step's are
   *     folded in two stages
   */
  JobPerStep(
      JavaSparkContext spark,
      JavaRDD<Shard> shards,
      ShardFunction.ByStep functions,
      long steps,
      long treeBytes) {
    this.spark = spark;
    this.shards = shards;
    this.functions = functions;
    this.shardCount = shards.getNumPartitions();
    this.steps = steps;
    this.treeBytes = treeBytes;
  }

  @Override
  public Exchanged exchange(long step, long nextStep, WorkingSet workingSet) {
    spark.sc().setJobDescription(description(step));
    Broadcast<WorkingSet> broadcast = spark.broadcast(workingSet);
    try {
      long sent = System.nanoTime();
      ShardFunction function = functions.at(step, nextStep);
      PartialGradient[] partials =
          tree ? runTree(function, broadcast, workingSet.size()) : runFlat(function, broadcast);
      long bytesBack = wireBytes(partials);
      tree |= isForATree(bytesBack);
      return new Exchanged(
          PartialGradient.sum(partials, workingSet.size()),
          workingSet.wireBytes(),
          bytesBack,
          false,
          sent);
    } finally {
      broadcast.destroy();
    }
  }

  private String description(long step) {
    return step == StepFunction.NO_STEP
        ? "adamant: features of step 1"
        : "adamant: step %d of %d".formatted(step + 1, steps);
  }

  /** Bytes of some partial gradients together. */
  static long wireBytes(PartialGradient[] partials) {
    long[] bytes = new long[partials.length];
    Parallel.forRanges(
        partials.length,
        PARTIALS_FOR_A_CORE,
        (from, to) -> {
          for (int i = from; i < to; i++) {
            bytes[i] = partials[i].wireBytes();
          }
        });
    return Arrays.stream(bytes).sum();
  }

  /**
   * Whether partial gradients of so many bytes are better folded in two stages. Once large, they
   * stay large: a tree returns fewer bytes than one stage would.
   */
  boolean isForATree(long bytesBack) {
    return shardCount >= FEWEST_SHARDS_FOR_A_TREE && bytesBack > treeBytes;
  }

  /** A job holds its cores only while it runs. */
  @Override
  public void release() {}

  @Override
  public void close() {}

  private PartialGradient[] runFlat(ShardFunction function, Broadcast<WorkingSet> workingSet) {
    RDD<Shard> rdd = shards.rdd();
    ClassTag<PartialGradient> tag = ClassTag$.MODULE$.apply(PartialGradient.class);
    return (PartialGradient[]) spark.sc().runJob(rdd, new FlatTask(function, workingSet), tag);
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
