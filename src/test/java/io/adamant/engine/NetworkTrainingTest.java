package io.adamant.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.adamant.data.CtrGenerator;
import io.adamant.data.Fields;
import io.adamant.linalg.WirePrecision;
import io.adamant.model.Activation;
import io.adamant.model.DeepFactorizationMachine;
import io.adamant.model.EmbeddingBag;
import io.adamant.model.InputShape;
import io.adamant.model.LossName;
import io.adamant.model.Model;
import io.adamant.model.ModelSettings;
import io.adamant.model.MultilayerPerceptron;
import io.adamant.model.NetworkLoss;
import io.adamant.model.WideAndDeep;
import io.adamant.optimizer.AveragingSettings;
import io.adamant.optimizer.GradientClipping;
import io.adamant.optimizer.Optimizer;
import io.adamant.optimizer.Parameters;
import io.adamant.optimizer.SparseUpdates;
import io.adamant.optimizer.rule.AdaFactor;
import io.adamant.optimizer.rule.AdaGrad;
import io.adamant.optimizer.rule.Adadelta;
import io.adamant.optimizer.rule.Adam;
import io.adamant.optimizer.rule.AdamW;
import io.adamant.optimizer.rule.Adamax;
import io.adamant.optimizer.rule.Lamb;
import io.adamant.optimizer.rule.Lion;
import io.adamant.optimizer.rule.NAdam;
import io.adamant.optimizer.rule.RAdam;
import io.adamant.optimizer.rule.RmsProp;
import io.adamant.optimizer.rule.Sgd;
import io.adamant.testing.LocalSparkTest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Models with tensors that do not begin with zeros, and with noise, on Spark. */
class NetworkTrainingTest extends LocalSparkTest {
  private static final int FEATURES = 2_000;
  private static final int ROWS = 2_000;
  private static final double DROPOUT = 0.2;
  private static final List<Long> HIDDEN = List.of(6L, 5L);

  private static ModelSettings perceptron(double dropout) {
    return new MultilayerPerceptron.Settings(
        NetworkLoss.SOFTMAX, HIDDEN, Activation.RELU, dropout, 0.3, 1, true);
  }

  static Stream<ModelSettings> networks() {
    return Stream.of(
        perceptron(DROPOUT),
        new EmbeddingBag.Settings(4, EmbeddingBag.Pooling.MEAN, 1, true),
        new WideAndDeep.Settings(
            LossName.LOGISTIC, 3, HIDDEN, Activation.TANH, DROPOUT, 0.1, 1, true),
        new DeepFactorizationMachine.Settings(
            LossName.LOGISTIC, 3, HIDDEN, Activation.GELU, DROPOUT, 0.1, 1, true));
  }

  private static Model model(ModelSettings settings) {
    return settings.model(new InputShape(2, Fields.ofSizes(100, 1_900)));
  }

  private Parameters train(TrainingRun run) {
    return run.train(
        spark(),
        new GeneratedSource(spark(), new CtrGenerator(3, FEATURES), ROWS),
        TrainingRun.rules(FEATURES));
  }

  private long bits(TrainingRun run) {
    return TrainingRun.checksum(train(run));
  }

  @ParameterizedTest
  @MethodSource("networks")
  void shardsAndTransportsDoNotChangeABit(ModelSettings settings) {
    List<Long> all = new ArrayList<>();
    for (Optimizer rule : List.of(new AdamW(0.02), new Sgd(0.1, 0.9, 0, true, 1e-4))) {
      for (SparseUpdates meaning : SparseUpdates.values()) {
        TrainingRun run =
            new TrainingRun()
                .model(model(settings))
                .optimizer(rule, meaning)
                .precision(WirePrecision.FLOAT32)
                .update(
                    update ->
                        update
                            .withClipping(new GradientClipping(1, 0.5))
                            .withAveraging(averaging(meaning)));
        long one = bits(run.shards(1));
        assertEquals(one, bits(run.shards(8)), () -> rule + ", " + meaning);
        assertEquals(one, bits(run.shards(4).residentTasks(false)), () -> rule + ", " + meaning);
        all.add(one);
      }
    }
    // Else the comparisons would prove nothing.
    assertEquals(all.size(), all.stream().distinct().count());
  }

  /** An average takes in all rows in each step, which deferred ones do not. */
  private static AveragingSettings averaging(SparseUpdates meaning) {
    return meaning == SparseUpdates.DEFERRED
        ? AveragingSettings.NONE
        : new AveragingSettings(AveragingSettings.Kind.EMA, 1, 0.9);
  }

  @ParameterizedTest
  @MethodSource("networks")
  void twoBlocksInACellDrawTheirOwnNoiseOnEveryTransport(ModelSettings settings) {
    TrainingRun run = new TrainingRun().model(model(settings)).batch(2_048, 1).steps(2);
    assertEquals(2, run.data().shape().blocksPerCell());
    assertEquals(bits(run.shards(1)), bits(run.shards(8).residentTasks(false)));
  }

  @ParameterizedTest
  @MethodSource("networks")
  void localStepsAreTheSameOnEveryTransport(ModelSettings settings) {
    TrainingRun run =
        new TrainingRun()
            .model(model(settings))
            .localSteps(new LocalSteps(4, LocalSteps.AVERAGE))
            .optimizer(new AdamW(0.02), SparseUpdates.LAZY)
            .shards(4);
    long resident = bits(run);
    assertEquals(resident, bits(run.residentTasks(false)));
    assertEquals(resident, bits(run.treeBytes(0)));
  }

  @ParameterizedTest
  @MethodSource("networks")
  void onOneShardLocalStepsAreSynchronousWithTheSameNoise(ModelSettings settings) {
    TrainingRun run =
        new TrainingRun()
            .model(model(settings))
            .optimizer(new Adam(0.02), SparseUpdates.LAZY)
            .shards(1);
    Parameters synchronous = train(run);
    Parameters local = train(run.localSteps(new LocalSteps(4, LocalSteps.AVERAGE)));
    for (int row = 0; row < FEATURES; row++) {
      for (int column = 0; column < synchronous.layout().columns(); column++) {
        assertEquals(synchronous.get(row, column), local.get(row, column), 1e-10);
      }
    }
  }

  static Stream<Optimizer> rules() {
    return Stream.of(
        new Sgd(0.5, 0.9, 0, false, 0),
        new AdaGrad(0.05),
        new RmsProp(0.01),
        new Adadelta(1),
        new Adam(0.01),
        new AdamW(0.01),
        new Adamax(0.02),
        new NAdam(0.01),
        new RAdam(0.02),
        new Lion(0.003),
        Lamb.DEFAULTS,
        AdaFactor.DEFAULTS);
  }

  @ParameterizedTest
  @MethodSource("rules")
  void everyRuleTrainsANetwork(Optimizer rule) {
    for (ModelSettings settings : networks().toList()) {
      List<Double> losses = new ArrayList<>();
      Parameters trained =
          train(
              new TrainingRun()
                  .model(model(settings))
                  .optimizer(rule, SparseUpdates.DENSE)
                  .steps(48)
                  .listener((metrics, validation) -> losses.add(metrics.loss())));
      double first =
          losses.subList(0, 8).stream().mapToDouble(loss -> loss).average().orElseThrow();
      double last =
          losses.subList(40, 48).stream().mapToDouble(loss -> loss).average().orElseThrow();
      assertTrue(last < first, () -> "%s: %s to %s".formatted(settings, first, last));
      assertTrue(trained.areFinite());
    }
  }

  @ParameterizedTest
  @MethodSource("networks")
  void anotherSeedOfTheJobIsOtherNoise(ModelSettings settings) {
    if (settings instanceof EmbeddingBag.Settings) {
      return;
    }
    // Of all rows in one batch, the seed decides the noise and the order of the sum alone.
    TrainingRun run =
        new TrainingRun()
            .model(model(settings))
            .batch(4_096, 4_096)
            .steps(1)
            .optimizer(new Sgd(1), SparseUpdates.DENSE);
    double[] one = train(run).tensors()[0];
    double[] other = train(run.seed(8)).tensors()[0];
    assertFalse(Arrays.equals(one, other));
    double difference = 0;
    for (int i = 0; i < one.length; i++) {
      difference = Math.max(difference, Math.abs(one[i] - other[i]));
    }
    assertNotEquals(0, difference, 1e-6, "more than rounding");
  }
}
