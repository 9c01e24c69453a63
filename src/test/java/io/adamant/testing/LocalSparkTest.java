package io.adamant.testing;

import com.holdenkarau.spark.testing.SharedJavaSparkContext;
import io.adamant.serialization.AdamantKryoRegistrator;
import net.jqwik.api.lifecycle.AfterContainer;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.serializer.KryoSerializer;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;

/**
 * A Spark context on two cores of this JVM, started when a test class first asks for it and stopped
 * behind the class. Nothing crosses the wire that is not registered with Kryo.
 *
 * <p>spark-testing-base drives it by JUnit 4; here {@link #spark} and the engines at hand, Jupiter
 * and jqwik, do.
 */
public abstract class LocalSparkTest extends SharedJavaSparkContext {
  /** The context that all tests of a class share. */
  protected final JavaSparkContext spark() {
    runBefore();
    return jsc();
  }

  /** A session on {@link #spark}, for tables. */
  protected final SparkSession session() {
    return SparkSession.builder().sparkContext(spark().sc()).getOrCreate();
  }

  @Override
  public SparkConf conf() {
    return new SparkConf()
        .setMaster("local[2]")
        .setAppName(getClass().getSimpleName())
        .set("spark.ui.enabled", "false")
        .set("spark.driver.host", "127.0.0.1")
        .set("spark.driver.bindAddress", "127.0.0.1")
        .set("spark.sql.shuffle.partitions", "2")
        .set("spark.serializer", KryoSerializer.class.getName())
        .set("spark.kryo.registrator", AdamantKryoRegistrator.class.getName())
        .set("spark.kryo.registrationRequired", "true");
  }

  @AfterAll
  @AfterContainer
  static void stopSpark() {
    // A session outlives its context otherwise, and the next test would be handed the dead one.
    SparkSession.clearActiveSession();
    SparkSession.clearDefaultSession();
    runAfterClass();
  }
}
