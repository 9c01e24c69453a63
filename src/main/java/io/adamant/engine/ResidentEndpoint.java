package io.adamant.engine;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.spark.rpc.RpcCallContext;
import org.apache.spark.rpc.RpcEndpoint;
import org.apache.spark.rpc.RpcEndpointRef;
import org.apache.spark.rpc.RpcEnv;
import org.jspecify.annotations.Nullable;
import scala.PartialFunction;
import scala.runtime.AbstractPartialFunction;
import scala.runtime.BoxedUnit;

/**
 * The driver's end of the line to resident tasks, on Spark's own RPC: with its authentication and
 * encryption. Messages come encoded, since Spark's RPC looks for classes where an application's own
 * may not be found. Tasks of the driver's process pass objects, and no RPC.
 */
final class ResidentEndpoint implements RpcEndpoint {
  /**
   * Where tasks of this process find their driver without RPC, which would wake one more thread.
   */
  private static final Map<String, StepRendezvous> HERE = new ConcurrentHashMap<>();

  private final RpcEnv environment;
  private final WireCodec codec;
  private final StepRendezvous rendezvous;

  private ResidentEndpoint(RpcEnv environment, WireCodec codec, StepRendezvous rendezvous) {
    this.environment = environment;
    this.codec = codec;
    this.rendezvous = rendezvous;
  }

  /** Sets it up under a name. */
  static RpcEndpointRef open(String name, RpcEnv rpc, WireCodec codec, StepRendezvous rendezvous) {
    HERE.put(name, rendezvous);
    return rpc.setupEndpoint(name, new ResidentEndpoint(rpc, codec, rendezvous));
  }

  /** Takes it down. */
  static void close(String name, RpcEnv rpc, RpcEndpointRef endpoint) {
    HERE.remove(name);
    rpc.stop(endpoint);
  }

  /** Where tasks meet that are of the driver's process; null where it was taken down. */
  static @Nullable StepRendezvous here(String name) {
    return HERE.get(name);
  }

  @Override
  public RpcEnv rpcEnv() {
    return environment;
  }

  @Override
  public PartialFunction<Object, BoxedUnit> receiveAndReply(RpcCallContext call) {
    return new Receiving(call);
  }

  private final class Receiving extends AbstractPartialFunction<Object, BoxedUnit> {
    private final RpcCallContext call;

    Receiving(RpcCallContext call) {
      this.call = call;
    }

    @Override
    public boolean isDefinedAt(Object message) {
      return message instanceof byte[];
    }

    @Override
    public BoxedUnit apply(Object message) {
      ShardReport report = codec.decode((byte[]) message, ShardReport.class);
      rendezvous.arrive(report, order -> call.reply(codec.encode(order, StepOrder.class)));
      return BoxedUnit.UNIT;
    }
  }
}
