package io.adamant.serialization;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.adamant.data.CtrGenerator;
import io.adamant.data.ExampleRow;
import io.adamant.data.RowFormatException;
import io.adamant.engine.PartialGradient;
import io.adamant.engine.WorkingSet;
import io.adamant.linalg.SparseRows;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.nio.ByteBuffer;
import java.util.Random;
import java.util.TreeSet;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.apache.spark.SparkConf;
import org.apache.spark.serializer.KryoSerializer;
import org.apache.spark.serializer.SerializerInstance;
import org.junit.jupiter.api.Test;
import scala.reflect.ClassTag$;

/** Working sets and partial gradients through Spark's Kryo, with registration required. */
class WireFormatTest {
  private static final SerializerInstance KRYO =
      new KryoSerializer(
              new SparkConf(false)
                  .set("spark.kryo.registrator", AdamantKryoRegistrator.class.getName())
                  .set("spark.kryo.registrationRequired", "true")
                  .set("spark.kryoserializer.buffer.max", "256m"))
          .newInstance();

  @Property(tries = 200)
  void workingSetsComeBackAsTheyWere(
      @ForAll @IntRange(min = 0, max = 6_000) int size,
      @ForAll @IntRange(min = 1, max = 4) int columns,
      @ForAll long seed) {
    Random random = new Random(seed);
    int[] ids = ascending(random, size, Integer.MAX_VALUE);
    WorkingSet sent =
        new WorkingSet(
            columns, ids, values(random, ids.length * columns), tensors(random, ids.length % 3));
    WorkingSet received = throughKryo(sent);
    assertEquals(sent.columns(), received.columns());
    assertArrayEquals(sent.ids(), received.ids());
    assertArrayEquals(bits(sent.values()), bits(received.values()));
    assertTensorsEqual(sent.tensors(), received.tensors());
    assertArrayEquals(sent.placesOf(ids), received.placesOf(ids));
  }

  @Test
  void aWholeTableTravelsWithoutIds() {
    WorkingSet sent = new WorkingSet(2, null, values(new Random(1), 20), new double[0][]);
    WorkingSet received = throughKryo(sent);
    assertNull(received.ids());
    assertArrayEquals(bits(sent.values()), bits(received.values()));
  }

  @Property(tries = 200)
  void partialGradientsComeBackAsTheyWere(
      @ForAll @IntRange(min = 0, max = 6_000) int size,
      @ForAll @IntRange(min = 1, max = 4) int columns,
      @ForAll long seed) {
    Random random = new Random(seed);
    PartialGradient sent = partialGradient(random, size, columns, 1 << 20);
    PartialGradient received = throughKryo(sent);
    assertArrayEquals(sent.table().ids(), received.table().ids());
    assertArrayEquals(bits(sent.table().values()), bits(received.table().values()));
    assertTensorsEqual(sent.tensors(), received.tensors());
    assertEquals(sent.lossSum(), received.lossSum());
    assertEquals(sent.weightSum(), received.weightSum());
    assertEquals(sent.rows(), received.rows());
    assertEquals(sent.nonFiniteLane(), received.nonFiniteLane());
    assertArrayEquals(sent.nextFeatures(), received.nextFeatures());
  }

  @Test
  void bothAreSmallerThanJavaSerializationMakesThem() throws IOException, ClassNotFoundException {
    int[] ids = ctrFeatures(4_096);
    Random random = new Random(5);
    WorkingSet workingSet = new WorkingSet(1, ids, values(random, ids.length), tensors(random, 1));
    PartialGradient partial =
        new PartialGradient(
            new SparseRows(1, ids, values(random, ids.length)),
            tensors(random, 1),
            1,
            2,
            3,
            PartialGradient.NONE,
            ids);
    report("working set", workingSet, ids.length, 10);
    report("partial gradient", partial, ids.length, 12);
    assertEquals((double) workingSet.wireBytes(), kryo(workingSet).remaining(), 40);
    assertEquals((double) partial.wireBytes(), kryo(partial).remaining(), 60);
  }

  private static void report(String name, Object value, int features, int mostBytesEach)
      throws IOException, ClassNotFoundException {
    int kryo = kryo(value).remaining();
    byte[] java = java(value);
    System.out.printf(
        "%s of %d features: Kryo %d bytes (%.2f each), Java %d bytes (%.2f each)%n",
        name,
        features,
        kryo,
        (double) kryo / features,
        java.length,
        (double) java.length / features);
    assertTrue(kryo < java.length);
    assertTrue(kryo < (long) mostBytesEach * features, name);
    try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(java))) {
      assertEquals(value.getClass(), in.readObject().getClass());
    }
  }

  private static ByteBuffer kryo(Object value) {
    return KRYO.serialize(value, ClassTag$.MODULE$.apply(value.getClass()));
  }

  @SuppressWarnings("unchecked")
  private static <T> T throughKryo(T value) {
    return (T) KRYO.deserialize(kryo(value), ClassTag$.MODULE$.apply(value.getClass()));
  }

  private static byte[] java(Object value) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(value);
    }
    return bytes.toByteArray();
  }

  /** The distinct features of some click-log-like rows on 2^20 features. */
  private static int[] ctrFeatures(int rows) {
    CtrGenerator generator = new CtrGenerator(0, 1 << 20);
    TreeSet<Integer> features = new TreeSet<>();
    ExampleRow row = new ExampleRow();
    try {
      for (int i = 0; i < rows; i++) {
        generator.draw(i, row, new int[CtrGenerator.FIELDS]);
        for (int j = 0; j < row.size(); j++) {
          features.add(row.index(j));
        }
      }
    } catch (RowFormatException e) {
      throw new IllegalStateException(e);
    }
    return features.stream().mapToInt(Integer::intValue).toArray();
  }

  private static PartialGradient partialGradient(
      Random random, int size, int columns, int largest) {
    int[] ids = ascending(random, size, largest);
    return new PartialGradient(
        new SparseRows(columns, ids, values(random, ids.length * columns)),
        tensors(random, 2),
        random.nextDouble(),
        random.nextDouble(),
        random.nextInt(1_000_000),
        random.nextInt(3) - 1,
        ascending(random, size / 2, Integer.MAX_VALUE));
  }

  private static int[] ascending(Random random, int size, int below) {
    return random.ints(size, 0, below).sorted().distinct().toArray();
  }

  /** Doubles of all bit patterns, NaNs among them. */
  private static double[] values(Random random, int size) {
    return random.longs(size).mapToDouble(Double::longBitsToDouble).toArray();
  }

  private static double[][] tensors(Random random, int count) {
    double[][] tensors = new double[count][];
    for (int i = 0; i < count; i++) {
      tensors[i] = values(random, 1 + random.nextInt(5_000));
    }
    return tensors;
  }

  private static void assertTensorsEqual(double[][] expected, double[][] actual) {
    assertEquals(expected.length, actual.length);
    for (int i = 0; i < expected.length; i++) {
      assertArrayEquals(bits(expected[i]), bits(actual[i]));
    }
  }

  private static long[] bits(double[] values) {
    long[] bits = new long[values.length];
    for (int i = 0; i < bits.length; i++) {
      bits[i] = Double.doubleToRawLongBits(values[i]);
    }
    return bits;
  }
}
