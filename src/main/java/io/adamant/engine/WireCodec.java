package io.adamant.engine;

import java.nio.ByteBuffer;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Function;
import org.apache.spark.serializer.Serializer;
import org.apache.spark.serializer.SerializerInstance;
import scala.reflect.ClassTag$;

/**
 * Objects to bytes and back with the session's serializer, from any thread.
 *
 * <p>An instance of the serializer serves one thread at a time and is costly to make, so they are
 * kept and lent out. It finds classes through its thread's context, where spark-submit puts the
 * application's jar for the main thread alone: so that thread's context is lent, too.
 */
final class WireCodec {
  private final Serializer serializer;
  private final ClassLoader classes = Thread.currentThread().getContextClassLoader();
  private final Queue<SerializerInstance> idle = new ConcurrentLinkedQueue<>();

  /** For a thread that sees the application's classes. */
  WireCodec(Serializer serializer) {
    this.serializer = serializer;
  }

  <T> byte[] encode(T value, Class<T> type) {
    return lend(
        instance -> {
          ByteBuffer encoded = instance.serialize(value, ClassTag$.MODULE$.apply(type));
          byte[] bytes = new byte[encoded.remaining()];
          encoded.get(bytes);
          return bytes;
        });
  }

  <T> T decode(byte[] bytes, Class<T> type) {
    return lend(
        instance -> instance.deserialize(ByteBuffer.wrap(bytes), ClassTag$.MODULE$.<T>apply(type)));
  }

  private <R> R lend(Function<SerializerInstance, R> use) {
    Thread thread = Thread.currentThread();
    ClassLoader own = thread.getContextClassLoader();
    thread.setContextClassLoader(classes);
    try {
      SerializerInstance instance = idle.poll();
      if (instance == null) {
        instance = serializer.newInstance();
      }
      R result = use.apply(instance);
      idle.add(instance);
      return result;
    } finally {
      thread.setContextClassLoader(own);
    }
  }
}
