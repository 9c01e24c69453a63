package io.adamant.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.holdenkarau.spark.testing.JavaRDDComparisons;
import java.util.List;
import net.jqwik.api.Example;
import org.apache.spark.SparkException;
import org.apache.spark.api.java.JavaRDD;
import org.junit.jupiter.api.Test;

class LocalSparkTestTest extends LocalSparkTest {
  /** Kryo has never heard of it. */
  private static final class Unregistered {}

  @Test
  void unregisteredClassesDoNotCrossTheWire() {
    JavaRDD<Integer> numbers = spark().parallelize(List.of(1, 2), 2);
    SparkException refused =
        assertThrows(
            SparkException.class, () -> numbers.map(number -> new Unregistered()).collect());
    assertTrue(refused.toString().contains("Class is not registered"), refused::toString);
  }

  @Test
  void tablesUseTheSharedContext() {
    assertEquals(spark().sc(), session().sparkContext());
  }

  @Example
  void propertiesUseTheContextToo() {
    JavaRDD<Integer> numbers = spark().parallelize(List.of(3, 1, 2), 2);
    JavaRDDComparisons.assertRDDEqualsWithOrder(
        spark().parallelize(List.of(1, 2, 3), 1), numbers.sortBy(number -> number, true, 2));
  }
}
