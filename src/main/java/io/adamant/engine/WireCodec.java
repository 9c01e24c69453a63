package io.adamant.engine;

import java.nio.ByteBuffer;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.spark.serializer.Serializer;
import org.apache.spark.serializer.SerializerInstance;
import scala.reflect.ClassTag$;

/**
 * Objects to bytes and back with the session's serializer, from any thread: an instance of it
 * serves one thread at a time and is costly to make, so they are kept and lent out.
 */
final class WireCodec {
  private final Serializer serializer;
  private final Queue<SerializerInstance> idle = new ConcurrentLinkedQueue<>();

  WireCodec(Serializer serializer) {
    this.serializer = serializer;
  }

  <T> byte[] encode(T value, Class<T> type) {
    SerializerInstance instance = borrow();
    ByteBuffer encoded = instance.serialize(value, ClassTag$.MODULE$.apply(type));
    idle.add(instance);
    byte[] bytes = new byte[encoded.remaining()];
    encoded.get(bytes);
    return bytes;
  }

  <T> T decode(byte[] bytes, Class<T> type) {
    SerializerInstance instance = borrow();
    T value = instance.deserialize(ByteBuffer.wrap(bytes), ClassTag$.MODULE$.apply(type));
    idle.add(instance);
    return value;
  }

  private SerializerInstance borrow() {
    SerializerInstance instance = idle.poll();
    return instance == null ? serializer.newInstance() : instance;
  }
}
