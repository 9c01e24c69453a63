package io.adamant.engine;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.spark.SparkContext$;
import org.apache.spark.SparkEnv;
import org.apache.spark.TaskContext;
import org.apache.spark.rpc.AbortableRpcFuture;
import org.apache.spark.rpc.RpcEndpointRef;
import org.apache.spark.rpc.RpcTimeout;
import org.apache.spark.util.RpcUtils;
import org.jspecify.annotations.Nullable;
import scala.collection.Iterator;
import scala.concurrent.duration.FiniteDuration;
import scala.jdk.javaapi.FutureConverters;
import scala.reflect.ClassTag;
import scala.reflect.ClassTag$;
import scala.runtime.AbstractFunction1;

/**
 * A task that stays with its shard: it computes what the driver orders and brings back what came of
 * it, until it is told to leave. It keeps nothing that a later step depends on, so another attempt
 * may take over at any time.
 */
final class ResidentTask extends AbstractFunction1<Iterator<Shard>, Object>
    implements java.io.Serializable {
  /** How long a wait for the driver goes on before the task looks whether it was killed. */
  private static final long KILL_CHECK_MILLIS = 200;

  /** How long the driver may take for a step: as long as it likes. */
  private static final long MOST_DAYS = 100;

  private final String endpoint;
  private final ShardFunction.ByStep functions;

  /**
   * @param endpoint the name of the driver's {@link ResidentEndpoint}
   */
  ResidentTask(String endpoint, ShardFunction.ByStep functions) {
    this.endpoint = endpoint;
    this.functions = functions;
  }

  @Override
  public Object apply(Iterator<Shard> partition) {
    int number = TaskContext.getPartitionId();
    Shard shard = partition.next();
    Line line = new Line(endpoint, SparkEnv.get());
    int[] features = new int[0];
    ShardReport report = ShardReport.hello(number);
    for (StepOrder order = line.ask(report); !order.isToLeave(); order = line.ask(report)) {
      PartialGradient partial =
          functions.at(order.step(), order.nextStep()).apply(shard, order.workingSet(features));
      features = partial.nextFeatures();
      report = ShardReport.of(number, order, partial);
    }
    return number;
  }

  /** The line to the driver. */
  private static final class Line {
    private final RpcEndpointRef driver;
    private final RpcTimeout timeout =
        new RpcTimeout(new FiniteDuration(MOST_DAYS, TimeUnit.DAYS), "the length of a step");

    /** Null where driver and task are one process, and objects need no encoding. */
    private final @Nullable WireCodec codec;

    Line(String endpoint, SparkEnv environment) {
      driver = RpcUtils.makeDriverRef(endpoint, environment.conf(), environment.rpcEnv());
      boolean isDriver = environment.executorId().equals(SparkContext$.MODULE$.DRIVER_IDENTIFIER());
      codec = isDriver ? null : new WireCodec(environment.serializer());
    }

    StepOrder ask(ShardReport report) {
      TaskContext.get().killTaskIfInterrupted();
      WireCodec codec = this.codec;
      if (codec == null) {
        return await(driver.askAbortable(report, timeout, tag(StepOrder.class)));
      }
      byte[] bytes = codec.encode(report, ShardReport.class);
      byte[] answer = await(driver.askAbortable(bytes, timeout, tag(byte[].class)));
      return codec.decode(answer, StepOrder.class);
    }

    private static <T> ClassTag<T> tag(Class<T> type) {
      return ClassTag$.MODULE$.apply(type);
    }

    private static <T> T await(AbortableRpcFuture<T> asked) {
      CompletableFuture<T> answer = FutureConverters.asJava(asked.future()).toCompletableFuture();
      try {
        while (true) {
          try {
            return answer.get(KILL_CHECK_MILLIS, TimeUnit.MILLISECONDS);
          } catch (TimeoutException e) {
            TaskContext.get().killTaskIfInterrupted();
          }
        }
      } catch (ExecutionException e) {
        throw new IllegalStateException("the driver does not answer", e.getCause());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        TaskContext.get().killTaskIfInterrupted();
        throw new IllegalStateException("the task was interrupted", e);
      } finally {
        if (!answer.isDone()) {
          asked.abort(new IllegalStateException("the task was killed"));
        }
      }
    }
  }
}
