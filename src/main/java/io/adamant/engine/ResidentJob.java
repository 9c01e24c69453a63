package io.adamant.engine;

import java.util.UUID;
import java.util.stream.IntStream;
import org.apache.spark.SimpleFutureAction;
import org.apache.spark.SparkEnv;
import org.apache.spark.SparkStageInfo;
import org.apache.spark.SparkStatusTracker;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.rpc.RpcEndpointRef;
import org.apache.spark.rpc.RpcEnv;
import scala.Option;
import scala.concurrent.ExecutionContext;
import scala.jdk.javaapi.CollectionConverters;
import scala.runtime.AbstractFunction0;
import scala.runtime.AbstractFunction1;
import scala.runtime.AbstractFunction2;
import scala.runtime.BoxedUnit;
import scala.util.Try;

/** One Spark job whose tasks stay, one a shard, and the line to them. */
final class ResidentJob {
  private final JavaSparkContext spark;
  private final int shards;
  private final StepRendezvous rendezvous;
  private final SimpleFutureAction<BoxedUnit> job;

  /** Submits the job, under the description that the calling thread has set. */
  ResidentJob(JavaSparkContext spark, JavaRDD<Shard> shards, ShardFunction.ByStep functions) {
    this.spark = spark;
    this.shards = shards.getNumPartitions();
    rendezvous = new StepRendezvous(this.shards);
    SparkEnv environment = spark.sc().env();
    RpcEnv rpc = environment.rpcEnv();
    String name = "adamant-" + UUID.randomUUID();
    RpcEndpointRef endpoint =
        rpc.setupEndpoint(
            name, new ResidentEndpoint(rpc, new WireCodec(environment.serializer()), rendezvous));
    job =
        spark
            .sc()
            .submitJob(
                shards.rdd(),
                new ResidentTask(name, functions),
                CollectionConverters.<Object>asScala(
                        IntStream.range(0, this.shards).<Object>mapToObj(i -> i).toList())
                    .toSeq(),
                new IgnoreResult(),
                new Done());
    // Not before the last task is gone: one that begins late must hear that it may leave.
    job.onComplete(new StopEndpoint(rpc, endpoint), ExecutionContext.global());
  }

  /** Where to meet the tasks. */
  StepRendezvous rendezvous() {
    return rendezvous;
  }

  /** Whether no more can come of the job: it failed, or was killed. */
  boolean isOver() {
    return job.isCompleted();
  }

  /** Whether every shard has a task that runs. */
  boolean isComplete() {
    SparkStatusTracker tracker = spark.sc().statusTracker();
    int running = 0;
    for (Object id : CollectionConverters.asJava(job.jobIds())) {
      Option<org.apache.spark.SparkJobInfo> info = tracker.getJobInfo((Integer) id);
      for (int stage : info.isDefined() ? info.get().stageIds() : new int[0]) {
        Option<SparkStageInfo> stageInfo = tracker.getStageInfo(stage);
        running += stageInfo.isDefined() ? stageInfo.get().numActiveTasks() : 0;
      }
    }
    return running >= shards;
  }

  /** Sends the tasks away; those that have not begun yet will leave as soon as they do. */
  void leave() {
    rendezvous.close();
  }

  /** Results of tasks say nothing. */
  private static final class IgnoreResult extends AbstractFunction2<Object, Object, BoxedUnit> {
    @Override
    public BoxedUnit apply(Object partition, Object result) {
      return BoxedUnit.UNIT;
    }
  }

  private static final class Done extends AbstractFunction0<BoxedUnit> {
    @Override
    public BoxedUnit apply() {
      return BoxedUnit.UNIT;
    }
  }

  private static final class StopEndpoint extends AbstractFunction1<Try<BoxedUnit>, Object> {
    private final RpcEnv rpc;
    private final RpcEndpointRef endpoint;

    StopEndpoint(RpcEnv rpc, RpcEndpointRef endpoint) {
      this.rpc = rpc;
      this.endpoint = endpoint;
    }

    @Override
    public Object apply(Try<BoxedUnit> result) {
      rpc.stop(endpoint);
      return BoxedUnit.UNIT;
    }
  }
}
