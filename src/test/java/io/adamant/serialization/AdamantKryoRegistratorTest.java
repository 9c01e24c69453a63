package io.adamant.serialization;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.io.Output;
import io.adamant.data.BinaryLabels;
import io.adamant.data.CtrGenerator;
import io.adamant.data.ExampleBlock;
import io.adamant.engine.EvaluationExamples;
import io.adamant.engine.GeneratedSource;
import io.adamant.engine.InputRules;
import io.adamant.testing.LocalSparkTest;
import java.io.ByteArrayOutputStream;
import java.lang.reflect.Modifier;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.serializer.KryoSerializer;
import org.apache.spark.storage.StorageLevel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class AdamantKryoRegistratorTest extends LocalSparkTest {
  static List<Class<?>> wireClasses() {
    return AdamantKryoRegistrator.WIRE_CLASSES;
  }

  @ParameterizedTest
  @MethodSource("wireClasses")
  void everyWireClassIsRegisteredAndFinal(Class<?> type) {
    Kryo kryo = new KryoSerializer(conf()).newKryo();
    assertEquals(type, kryo.getRegistration(type).getType());
    assertTrue(Modifier.isFinal(type.getModifiers()), type::getName);
    assertTrue(!type.isRecord(), "Spark's Kryo cannot read records");
  }

  @Test
  void blocksComeBackFromDiskAsTheyWere() {
    // Blocks that leave memory are written with Kryo: keep them on disk only, and read them twice.
    JavaRDD<String> texts =
        EvaluationExamples.load(
                new GeneratedSource(spark(), new CtrGenerator(1, 500), 3_000),
                new InputRules(500, 0, false, 0),
                new BinaryLabels(0, 1))
            .blocks()
            .persist(StorageLevel.DISK_ONLY())
            .map(AdamantKryoRegistratorTest::text);
    Object[] first = texts.collect().toArray();
    assertArrayEquals(first, texts.collect().toArray());
    assertTrue(first.length >= 2);
  }

  private static String text(ExampleBlock block) {
    StringBuilder text = new StringBuilder();
    for (int row = 0; row < block.rows(); row++) {
      text.append(block.label(row)).append(' ').append(block.weight(row));
      for (int entry = block.entryStart(row); entry < block.entryStart(row + 1); entry++) {
        text.append(' ').append(block.featureIds()[block.localId(entry)]);
        text.append(':').append(block.value(entry));
      }
      text.append('\n');
    }
    return text.toString();
  }

  @Test
  void whatIsNotRegisteredIsRefused() {
    Kryo kryo = new KryoSerializer(conf()).newKryo();
    Output output = new Output(new ByteArrayOutputStream());
    IllegalArgumentException refused =
        assertThrows(
            IllegalArgumentException.class, () -> kryo.writeClassAndObject(output, new Thread()));
    assertTrue(String.valueOf(refused.getMessage()).contains("not registered"));
  }
}
