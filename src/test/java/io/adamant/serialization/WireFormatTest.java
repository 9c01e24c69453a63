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
import io.adamant.linalg.WirePrecision;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.nio.ByteBuffer;
import java.util.Random;
import java.util.TreeSet;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.apache.spark.SparkConf;
import org.apache.spark.serializer.KryoSerializer;
import org.apache.spark.serializer.SerializerInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
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
      @ForAll WirePrecision precision,
      @ForAll @IntRange(min = 0, max = 6_000) int size,
      @ForAll @IntRange(min = 1, max = 4) int columns,
      @ForAll long seed) {
    Random random = new Random(seed);
    int[] ids = ascending(random, size, Integer.MAX_VALUE);
    WorkingSet sent =
        new WorkingSet(
            precision,
            columns,
            ids,
            values(random, ids.length * columns, precision),
            tensors(random, ids.length % 3, precision));
    WorkingSet received = throughKryo(sent);
    assertEquals(precision, received.precision());
    assertEquals(sent.columns(), received.columns());
    assertArrayEquals(sent.ids(), received.ids());
    assertArrayEquals(bits(sent.values()), bits(received.values()));
    assertTensorsEqual(sent.tensors(), received.tensors());
    assertArrayEquals(sent.placesOf(ids), received.placesOf(ids));
  }

  @ParameterizedTest
  @EnumSource
  void aWholeTableTravelsWithoutIds(WirePrecision precision) {
    double[] values = values(new Random(1), 20, precision);
    WorkingSet sent = new WorkingSet(precision, 2, null, values, new double[0][]);
    WorkingSet received = throughKryo(sent);
    assertNull(received.ids());
    assertArrayEquals(bits(sent.values()), bits(received.values()));
  }

  @Property(tries = 200)
  void partialGradientsComeBackAsTheyWere(
      @ForAll WirePrecision precision,
      @ForAll @IntRange(min = 0, max = 6_000) int size,
      @ForAll @IntRange(min = 1, max = 4) int columns,
      @ForAll long seed) {
    Random random = new Random(seed);
    // One in three lists all places of its working set.
    int[] ids =
        size % 3 == 0 ? IntStream.range(0, size).toArray() : ascending(random, size, 1 << 20);
    PartialGradient sent = partialGradient(random, ids, columns, precision);
    PartialGradient received = throughKryo(sent);
    assertEquals(precision, received.precision());
    assertArrayEquals(sent.table().ids(), received.table().ids());
    assertArrayEquals(bits(sent.table().values()), bits(received.table().values()));
    assertTensorsEqual(sent.tensors(), received.tensors());
    assertEquals(sent.lossSum(), received.lossSum());
    assertEquals(sent.weightSum(), received.weightSum());
    assertEquals(sent.rows(), received.rows());
    assertEquals(sent.nonFiniteLane(), received.nonFiniteLane());
    assertEquals(sent.overflowLane(), received.overflowLane());
    assertArrayEquals(sent.nextFeatures(), received.nextFeatures());
  }

  @ParameterizedTest
  @EnumSource
  void placesThatAreAllOfTheWorkingSetsTakeNoBytes(WirePrecision precision) {
    int[] all = IntStream.range(0, 80_000).toArray();
    int[] allButOne = IntStream.range(0, 80_001).filter(place -> place != 7).toArray();
    PartialGradient full = partialGradient(new Random(3), all, 1, precision);
    PartialGradient gap = partialGradient(new Random(3), allButOne, 1, precision);
    // Where a place in between is missing, each takes a bit, and their bytes are counted.
    assertEquals(10_001, gap.wireBytes() - full.wireBytes());
    assertEquals(10_001, kryo(gap).remaining() - kryo(full).remaining(), Integer.BYTES);
  }

  @ParameterizedTest
  @CsvSource({"FLOAT64, 10, 12", "FLOAT32, 6, 8"})
  void bothAreSmallerThanJavaSerializationMakesThem(
      WirePrecision precision, int mostOfWorkingSet, int mostOfPartial)
      throws IOException, ClassNotFoundException {
    int[] ids = ctrFeatures(4_096);
    Random random = new Random(5);
    WorkingSet workingSet =
        new WorkingSet(
            precision,
            1,
            ids,
            values(random, ids.length, precision),
            tensors(random, 1, precision));
    PartialGradient partial =
        new PartialGradient(
            precision,
            new SparseRows(1, ids, values(random, ids.length, precision)),
            tensors(random, 1, precision),
            1,
            2,
            3,
            PartialGradient.NONE,
            PartialGradient.NONE,
            ids);
    report(precision + " working set", workingSet, ids.length, mostOfWorkingSet);
    report(precision + " partial gradient", partial, ids.length, mostOfPartial);
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
      Random random, int[] ids, int columns, WirePrecision precision) {
    return new PartialGradient(
        precision,
        new SparseRows(columns, ids, values(random, ids.length * columns, precision)),
        tensors(random, 2, precision),
        random.nextDouble(),
        random.nextDouble(),
        random.nextInt(1_000_000),
        random.nextInt(3) - 1,
        random.nextInt(3) - 1,
        ascending(random, ids.length / 2, Integer.MAX_VALUE));
  }

  private static int[] ascending(Random random, int size, int below) {
    return random.ints(size, 0, below).sorted().distinct().toArray();
  }

  /** Of all bit patterns that a precision has, NaNs among them. */
  private static double[] values(Random random, int size, WirePrecision precision) {
    return switch (precision) {
      case FLOAT64 -> random.longs(size).mapToDouble(Double::longBitsToDouble).toArray();
      case FLOAT32 -> random.ints(size).mapToDouble(Float::intBitsToFloat).toArray();
    };
  }

  private static double[][] tensors(Random random, int count, WirePrecision precision) {
    double[][] tensors = new double[count][];
    for (int i = 0; i < count; i++) {
      tensors[i] = values(random, 1 + random.nextInt(5_000), precision);
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
