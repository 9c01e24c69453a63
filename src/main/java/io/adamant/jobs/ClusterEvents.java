package io.adamant.jobs;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.spark.SparkContext;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerBlockManagerRemoved;
import org.apache.spark.scheduler.SparkListenerBlockUpdated;
import org.apache.spark.scheduler.SparkListenerExecutorAdded;
import org.apache.spark.scheduler.SparkListenerExecutorRemoved;
import org.apache.spark.scheduler.SparkListenerStageSubmitted;
import org.apache.spark.scheduler.SparkListenerTaskStart;
import org.apache.spark.storage.BlockUpdatedInfo;

/**
 * What happens to the cluster while a training runs: it changes no bit of the result, but explains
 * why a step took long. Spark tells of it in its own time, so an event may be counted a step or two
 * behind the one that it befell.
 */
final class ClusterEvents extends SparkListener implements AutoCloseable {
  private static final Pattern SHARD = Pattern.compile("rdd_(\\d+)_(\\d+)");

  private final SparkContext spark;
  private final int shards;

  /** Counts since they were last asked for, by name. */
  private final Map<String, Long> counts = new TreeMap<>();

  /** The executors that hold a shard, by its number; of shards that were held once. */
  private final Map<Integer, Set<String>> holders = new HashMap<>();

  /**
   * Listens until it is closed.
   *
   * @param shards number of the RDD of the shards
   */
  ClusterEvents(SparkContext spark, int shards) {
    this.spark = spark;
    this.shards = shards;
    spark.addSparkListener(this);
  }

  /** The events since the last call, by name; none that did not happen. */
  synchronized Map<String, Long> take() {
    Map<String, Long> taken = new TreeMap<>(counts);
    counts.clear();
    return taken;
  }

  private synchronized void count(String event) {
    counts.merge(event, 1L, Long::sum);
  }

  @Override
  public void onExecutorAdded(SparkListenerExecutorAdded added) {
    count("executorsAdded");
  }

  /** Lost, or let go by dynamic allocation. */
  @Override
  public void onExecutorRemoved(SparkListenerExecutorRemoved removed) {
    count("executorsRemoved");
  }

  @Override
  public void onTaskStart(SparkListenerTaskStart start) {
    if (start.taskInfo().speculative()) {
      count("tasksSpeculated");
    } else if (start.taskInfo().attemptNumber() > 0) {
      count("tasksRetried");
    }
  }

  @Override
  public void onStageSubmitted(SparkListenerStageSubmitted submitted) {
    if (submitted.stageInfo().attemptNumber() > 0) {
      count("stagesRetried");
    }
  }

  @Override
  public synchronized void onBlockManagerRemoved(SparkListenerBlockManagerRemoved removed) {
    holders.values().forEach(of -> of.remove(removed.blockManagerId().executorId()));
  }

  /** A shard that nobody holds any more and that is held again was built again. */
  @Override
  public synchronized void onBlockUpdated(SparkListenerBlockUpdated updated) {
    BlockUpdatedInfo block = updated.blockUpdatedInfo();
    Matcher name = SHARD.matcher(block.blockId().name());
    if (!name.matches() || Integer.parseInt(name.group(1)) != shards) {
      return;
    }
    int shard = Integer.parseInt(name.group(2));
    String executor = block.blockManagerId().executorId();
    Set<String> of = holders.get(shard);
    if (!block.storageLevel().isValid()) {
      if (of != null) {
        of.remove(executor);
      }
      return;
    }
    if (of == null) {
      of = new HashSet<>();
      holders.put(shard, of);
    } else if (of.isEmpty()) {
      count("shardsRebuilt");
    }
    of.add(executor);
  }

  @Override
  public void close() {
    spark.removeSparkListener(this);
  }
}
