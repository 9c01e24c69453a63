package io.adamant.engine;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
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
    private final String endpoint;
    private final RpcEndpointRef driver;
    private final RpcTimeout timeout =
        new RpcTimeout(new FiniteDuration(MOST_DAYS, TimeUnit.DAYS), "the length of a step");

    /** Null where driver and task are one process, and objects need no encoding. */
    private final @Nullable WireCodec codec;

    Line(String endpoint, SparkEnv environment) {
      this.endpoint = endpoint;
      driver = RpcUtils.makeDriverRef(endpoint, environment.conf(), environment.rpcEnv());
      boolean isDriver = environment.executorId().equals(SparkContext$.MODULE$.DRIVER_IDENTIFIER());
      codec = isDriver ? null : new WireCodec(environment.serializer());
    }

    StepOrder ask(ShardReport report) {
      TaskContext.get().killTaskIfInterrupted();
      return codec == null ? askHere(report) : askDriver(codec, report);
    }

    private StepOrder askHere(ShardReport report) {
      StepRendezvous rendezvous = ResidentEndpoint.here(endpoint);
      if (rendezvous == null) {
        throw new IllegalStateException("the driver has no more work for this task");
      }
      CompletableFuture<StepOrder> answer = new CompletableFuture<>();
      rendezvous.arrive(report, answer::complete);
      return await(answer, ignored -> {});
    }

    private StepOrder askDriver(WireCodec codec, ShardReport report) {
      byte[] bytes = codec.encode(report, ShardReport.class);
      AbortableRpcFuture<byte[]> asked =
          driver.askAbortable(bytes, timeout, ClassTag$.MODULE$.apply(byte[].class));
      CompletableFuture<byte[]> answer =
          FutureConverters.asJava(asked.future()).toCompletableFuture();
      return codec.decode(await(answer, asked::abort), StepOrder.class);
    }

    /**
     * Waits for an answer.
     *
     * @param abort told why nobody waits for it any more
     */
    private static <T> T await(CompletableFuture<T> answer, Consumer<Throwable> abort) {
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
          abort.accept(new IllegalStateException("the task was killed"));
        }
      }
    }
  }
}
