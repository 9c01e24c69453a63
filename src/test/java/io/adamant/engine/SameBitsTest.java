package io.adamant.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.adamant.data.CtrGenerator;
import io.adamant.data.Fields;
import io.adamant.linalg.WirePrecision;
import io.adamant.model.FactorizationMachine;
import io.adamant.model.FieldAwareFactorizationMachine;
import io.adamant.model.InputShape;
import io.adamant.model.LogisticRegression;
import io.adamant.model.Model;
import io.adamant.model.ModelSettings;
import io.adamant.optimizer.AveragingSettings;
import io.adamant.optimizer.AveragingSettings.Kind;
import io.adamant.optimizer.GradientClipping;
import io.adamant.optimizer.Optimizer;
import io.adamant.optimizer.Parameters;
import io.adamant.optimizer.SparseUpdates;
import io.adamant.optimizer.rule.Adam;
import io.adamant.optimizer.rule.AdamW;
import io.adamant.optimizer.rule.Sgd;
import io.adamant.serialization.AdamantKryoRegistrator;
import io.adamant.testing.LocalSparkTest;
import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The same rows, settings and seed give the same bits, whatever the cluster is like. */
class SameBitsTest extends LocalSparkTest {
  private static final int FEATURES = 5_000;
  private static final int ROWS = 3_000;

  private static RowSource rows(JavaSparkContext spark) {
    return new GeneratedSource(spark, new CtrGenerator(3, FEATURES), ROWS);
  }

  private static long train(JavaSparkContext spark, TrainingRun run) {
    return TrainingRun.checksum(run.train(spark, rows(spark), TrainingRun.rules(FEATURES)));
  }

  @ParameterizedTest
  @CsvSource({"2, FLOAT64", "4, FLOAT64", "8, FLOAT64", "2, FLOAT32", "4, FLOAT32", "8, FLOAT32"})
  void shardsDoNotChangeABit(int shards, WirePrecision precision) {
    for (Optimizer optimizer : List.of(new Adam(0.05), new Sgd(0.5))) {
      for (SparseUpdates meaning : SparseUpdates.values()) {
        TrainingRun run = new TrainingRun().precision(precision).optimizer(optimizer, meaning);
        long one = train(spark(), run.shards(1));
        for (boolean stay : new boolean[] {true, false}) {
          long many = train(spark(), run.residentTasks(stay).shards(shards));
          assertEquals(one, many, () -> optimizer.name() + ", " + meaning + ", " + stay);
        }
      }
    }
  }

  /** Models that differ in their parameters, for rows of two classes and fields. */
  static Stream<ModelSettings> models() {
    return Stream.of(
        LogisticRegression.Settings.DEFAULTS,
        FactorizationMachine.Settings.DEFAULTS,
        FieldAwareFactorizationMachine.Settings.DEFAULTS);
  }

  private static Model model(ModelSettings settings) {
    return settings.model(new InputShape(2, Fields.ofSizes(1_000, 1, FEATURES - 1_001)));
  }

  @ParameterizedTest
  @MethodSource("models")
  void shardsDoNotChangeABitOfAnyModelClippedAndAveraged(ModelSettings settings) {
    for (SparseUpdates meaning : SparseUpdates.values()) {
      AveragingSettings averaging =
          meaning == SparseUpdates.DEFERRED
              ? AveragingSettings.NONE
              : new AveragingSettings(Kind.TAIL, 4, 0);
      TrainingRun run =
          new TrainingRun()
              .model(model(settings))
              .optimizer(new Adam(0.05), meaning)
              .update(
                  update ->
                      update
                          .withClipping(new GradientClipping(0.01, 0.05))
                          .withAveraging(averaging));
      long one = train(spark(), run.shards(1));
      assertEquals(one, train(spark(), run.shards(8)), meaning::toString);
      assertEquals(
          one, train(spark(), run.shards(4).residentTasks(false).treeBytes(0)), meaning::toString);
      assertNotEquals(one, train(spark(), run.update(update -> update)), meaning::toString);
    }
  }

  @ParameterizedTest
  @MethodSource("models")
  void deferredIsDenseToRoundingForAnyModel(ModelSettings settings) {
    double[][] values = new double[2][];
    for (SparseUpdates meaning : List.of(SparseUpdates.DENSE, SparseUpdates.DEFERRED)) {
      Parameters trained =
          new TrainingRun()
              .model(model(settings))
              .steps(30)
              .optimizer(new AdamW(0.01), meaning)
              .train(spark(), rows(spark()), TrainingRun.rules(FEATURES));
      values[meaning == SparseUpdates.DENSE ? 0 : 1] = trained.table().page(0).clone();
    }
    assertArrayEquals(values[0], values[1], 1e-10);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 8})
  void deferredIsDenseToRounding(int shards) {
    for (Optimizer optimizer : List.of(new AdamW(0.05), new Sgd(0.5, 0.9, 0, false, 0))) {
      double[][] values = new double[2][];
      for (SparseUpdates meaning : List.of(SparseUpdates.DENSE, SparseUpdates.DEFERRED)) {
        Parameters trained =
            new TrainingRun()
                .shards(shards)
                .steps(40)
                .heldBack(0.1, 15)
                .optimizer(optimizer, meaning)
                .train(spark(), rows(spark()), TrainingRun.rules(FEATURES));
        values[meaning == SparseUpdates.DENSE ? 0 : 1] =
            IntStream.range(0, FEATURES).mapToDouble(i -> trained.table().get(i, 0)).toArray();
      }
      assertArrayEquals(values[0], values[1], 1e-12);
      assertTrue(DoubleStream.of(values[0]).filter(value -> value != 0).count() > FEATURES / 2);
    }
  }

  @Test
  void moreShardsThanLanesCountAsManyAsThereAreLanes() {
    assertEquals(
        train(spark(), new TrainingRun().shards(1)), train(spark(), new TrainingRun().shards(64)));
  }

  @ParameterizedTest
  @CsvSource({"4, FLOAT64", "8, FLOAT64", "4, FLOAT32", "8, FLOAT32"})
  void aTreeStageDoesNotChangeABit(int shards, WirePrecision precision) {
    TrainingRun run = new TrainingRun().shards(shards).precision(precision);
    assertEquals(train(spark(), run), train(spark(), run.residentTasks(false).treeBytes(0)));
  }

  @ParameterizedTest
  @EnumSource
  void severalBlocksInACellDoNotDependOnShards(WirePrecision precision) {
    // Batches above 1024 lanes' worth of rows: two blocks of one row in each cell.
    TrainingRun one = new TrainingRun().precision(precision).batch(2_048, 1).steps(3).shards(1);
    TrainingRun eight = new TrainingRun().precision(precision).batch(2_048, 1).steps(3).shards(8);
    assertEquals(2, one.data().shape().blocksPerCell());
    assertEquals(train(spark(), one), train(spark(), eight));
  }

  @Test
  void anotherBatchSizeNumberOfStepsOrPrecisionDoesChangeThem() {
    // Else the comparisons above would prove nothing.
    long usual = train(spark(), new TrainingRun());
    assertNotEquals(usual, train(spark(), new TrainingRun().batch(1_024, 64)));
    assertNotEquals(usual, train(spark(), new TrainingRun().steps(11)));
    assertNotEquals(usual, train(spark(), new TrainingRun().precision(WirePrecision.FLOAT32)));
  }

  @Test
  void oneCoreAndEverySerializerGiveTheSameBits() {
    TrainingRun exact = new TrainingRun().shards(4).treeBytes(0);
    TrainingRun rounded = new TrainingRun().shards(4).treeBytes(0).precision(WirePrecision.FLOAT32);
    long expected = train(spark(), exact);
    long expectedRounded = train(spark(), rounded);
    // One context at a time in a JVM.
    runAfterClass();
    String kryo = "org.apache.spark.serializer.KryoSerializer";
    String registrator = AdamantKryoRegistrator.class.getName();
    List<Map<String, String>> sessions =
        List.of(
            Map.of("spark.serializer", "org.apache.spark.serializer.JavaSerializer"),
            Map.of("spark.serializer", kryo),
            Map.of(
                "spark.serializer",
                kryo,
                "spark.kryo.registrator",
                registrator,
                "spark.kryo.registrationRequired",
                "true",
                "spark.broadcast.compress",
                "false"));
    for (Map<String, String> settings : sessions) {
      SparkConf conf =
          new SparkConf()
              .setMaster("local[1]")
              .setAppName("same bits")
              .set("spark.ui.enabled", "false")
              .set("spark.driver.host", "127.0.0.1");
      settings.forEach(conf::set);
      try (JavaSparkContext other = new JavaSparkContext(conf)) {
        assertEquals(expected, train(other, exact), settings::toString);
        assertEquals(expectedRounded, train(other, rounded), settings::toString);
      }
    }
  }

  @Test
  void theTrainedParametersAreNotAllZero() {
    Parameters parameters =
        new TrainingRun().train(spark(), rows(spark()), TrainingRun.rules(FEATURES));
    assertNotEquals(0.0, parameters.tensors()[0][0]);
  }
}
