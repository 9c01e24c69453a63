package io.adamant.engine;

import org.apache.spark.rpc.RpcCallContext;
import org.apache.spark.rpc.RpcEndpoint;
import org.apache.spark.rpc.RpcEnv;
import scala.PartialFunction;
import scala.runtime.AbstractPartialFunction;
import scala.runtime.BoxedUnit;

/**
 * The driver's end of the line to resident tasks, on Spark's own RPC: with its authentication and
 * encryption. Tasks of the driver's process pass objects; from others they come encoded, since
 * Spark's RPC looks for classes where an application's own may not be found.
 */
final class ResidentEndpoint implements RpcEndpoint {
  private final RpcEnv environment;
  private final WireCodec codec;
  private final StepRendezvous rendezvous;

  ResidentEndpoint(RpcEnv environment, WireCodec codec, StepRendezvous rendezvous) {
    this.environment = environment;
    this.codec = codec;
    this.rendezvous = rendezvous;
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
      return message instanceof ShardReport || message instanceof byte[];
    }

    @Override
    public BoxedUnit apply(Object message) {
      if (message instanceof byte[] bytes) {
        ShardReport report = codec.decode(bytes, ShardReport.class);
        rendezvous.arrive(report, order -> call.reply(codec.encode(order, StepOrder.class)));
      } else {
        rendezvous.arrive((ShardReport) message, call::reply);
      }
      return BoxedUnit.UNIT;
    }
  }
}
