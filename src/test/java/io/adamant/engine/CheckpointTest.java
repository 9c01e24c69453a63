package io.adamant.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import io.adamant.data.CtrGenerator;
import io.adamant.optimizer.AveragingSettings;
import io.adamant.optimizer.Decay;
import io.adamant.optimizer.Optimizer;
import io.adamant.optimizer.SparseUpdates;
import io.adamant.optimizer.UpdateSettings;
import io.adamant.optimizer.rule.AdaFactor;
import io.adamant.optimizer.rule.AdaGrad;
import io.adamant.optimizer.rule.Adadelta;
import io.adamant.optimizer.rule.Adam;
import io.adamant.optimizer.rule.AdamW;
import io.adamant.optimizer.rule.Adamax;
import io.adamant.optimizer.rule.Ftrl;
import io.adamant.optimizer.rule.Lamb;
import io.adamant.optimizer.rule.Lion;
import io.adamant.optimizer.rule.NAdam;
import io.adamant.optimizer.rule.RAdam;
import io.adamant.optimizer.rule.RmsProp;
import io.adamant.optimizer.rule.Sgd;
import io.adamant.schedule.ReduceOnPlateau;
import io.adamant.schedule.ReduceOnPlateau.Mode;
import io.adamant.schedule.ReduceOnPlateau.ThresholdMode;
import io.adamant.storage.ModelManifest;
import io.adamant.storage.RunSection;
import io.adamant.testing.LocalSparkTest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Runs that are stopped and go on from their files, against the same runs without a stop. */
class CheckpointTest extends LocalSparkTest {
  private static final int FEATURES = 600;

  /** Above the size from which tables have their rows on first touch. */
  private static final int MANY_FEATURES = 3_000_000;

  private static final int ROWS = 1_200;
  private static final int STEPS = 9;

  private static final Optimizer LAMB =
      new Lamb(0.02, 0.9, 0.999, 1e-6, 0.01, Decay.IN_UPDATE, true, true, Double.POSITIVE_INFINITY);
  private static final Optimizer ADAFACTOR =
      new AdaFactor(0.05, false, false, false, -0.8, 0.9, 1e-30, 1e-3, 1, 1, 0, Decay.LR_SCALED);

  @TempDir Path directory;

  static Stream<Optimizer> rules() {
    return Stream.of(
        new Sgd(0.05, 0.9, 0, true, 0),
        new AdaGrad(0.1),
        new RmsProp(0.01),
        new Adadelta(1),
        new Adam(0.05),
        new AdamW(0.05),
        new Adamax(0.05),
        new NAdam(0.05),
        new RAdam(0.05),
        new Lion(0.01),
        new Ftrl(0.1),
        LAMB,
        ADAFACTOR);
  }

  private static TrainingRun run() {
    return new TrainingRun().batch(256, 64).steps(STEPS).validationEvery(4);
  }

  static Stream<Arguments> runs() {
    List<Arguments> all = new ArrayList<>();
    for (Optimizer rule : rules().toList()) {
      all.add(
          Arguments.of(
              "dense " + rule.name(), FEATURES, run().optimizer(rule, SparseUpdates.DENSE)));
      all.add(
          Arguments.of("lazy " + rule.name(), FEATURES, run().optimizer(rule, SparseUpdates.LAZY)));
    }
    for (int features : new int[] {FEATURES, MANY_FEATURES}) {
      for (Optimizer rule :
          List.of(new AdamW(0.05), new NAdam(0.05), new Sgd(0.05, 0.9, 0, false, 0))) {
        all.add(
            Arguments.of(
                "deferred " + rule.name(),
                features,
                run().optimizer(rule, SparseUpdates.DEFERRED)));
      }
    }
    for (Optimizer rule : List.of(new AdamW(0.05), LAMB, ADAFACTOR)) {
      all.add(
          Arguments.of(
              "lazy " + rule.name(), MANY_FEATURES, run().optimizer(rule, SparseUpdates.LAZY)));
    }
    AveragingSettings ema = new AveragingSettings(AveragingSettings.Kind.EMA, 1, 0.5);
    AveragingSettings tail = new AveragingSettings(AveragingSettings.Kind.TAIL, 3, 0.5);
    for (SparseUpdates sparse : List.of(SparseUpdates.DENSE, SparseUpdates.LAZY)) {
      for (AveragingSettings averaging : List.of(ema, tail)) {
        all.add(
            Arguments.of(
                sparse + " " + averaging.kind(),
                FEATURES,
                run().optimizer(new AdamW(0.05), sparse).update(u -> u.withAveraging(averaging))));
      }
    }
    all.add(
        Arguments.of(
            "averaging of many rows",
            MANY_FEATURES,
            run()
                .optimizer(new AdamW(0.05), SparseUpdates.LAZY)
                .update(u -> u.withAveraging(ema).withAccumulationSteps(2))));
    all.add(
        Arguments.of(
            "accumulation",
            FEATURES,
            run()
                .optimizer(new AdamW(0.05), SparseUpdates.DEFERRED)
                .update(u -> u.withAccumulationSteps(4))));
    UpdateSettings plateau =
        UpdateSettings.of(new AdamW(0.05), SparseUpdates.DEFERRED)
            .withPlateau(
                new ReduceOnPlateau(0.05, Mode.MIN, 0.5, 0, 1, ThresholdMode.ABS, 0, 0, 0));
    all.add(Arguments.of("plateau of epochs", FEATURES, run().update(u -> plateau)));
    all.add(
        Arguments.of(
            "plateau of validations", FEATURES, run().heldBack(0.2, 2).update(u -> plateau)));
    for (Optimizer outer :
        List.of(
            LocalSteps.AVERAGE,
            new Sgd(0.7, 0.9, 0, true, 0),
            new AdamW(0.1, 0.9, 0.99, 1e-3, 0))) {
      for (Optimizer inner : List.of(new AdamW(0.05), new NAdam(0.05))) {
        for (int features : new int[] {FEATURES, MANY_FEATURES}) {
          all.add(
              Arguments.of(
                  "local steps of %s, outer %s".formatted(inner.name(), outer.name()),
                  features,
                  run().optimizer(inner, SparseUpdates.LAZY).localSteps(new LocalSteps(2, outer))));
        }
      }
    }
    EarlyStopping stopping = new EarlyStopping(EarlyStopping.LOSS, EarlyStopping.Mode.MIN, 2, 0);
    all.add(
        Arguments.of(
            "early stopping",
            FEATURES,
            run()
                .heldBack(0.3, 1)
                .optimizer(new AdamW(0.8), SparseUpdates.LAZY)
                .earlyStopping(stopping)));
    return all.stream();
  }

  @ParameterizedTest(name = "{0}, {1} features")
  @MethodSource("runs")
  void aRunThatGoesOnFromItsFilesEndsInTheBitsOfOneThatWasNeverStopped(
      String name, int features, TrainingRun run) throws IOException {
    try (ShardedExamples examples =
        ShardedExamples.load(
            new GeneratedSource(spark(), new CtrGenerator(3, features), ROWS),
            TrainingRun.rules(features),
            run.data())) {
      Trainer whole = run.trainer(spark(), examples);
      assertTrue(whole.train(Interlude.NONE));
      CheckpointFolder folder =
          new CheckpointFolder(
              new org.apache.hadoop.fs.Path(directory.toString()), new Configuration());
      int[] number = {0};
      Trainer kept = run.trainer(spark(), examples);
      boolean done =
          kept.train(
              point -> {
                write(folder, point.copy(), ++number[0], features);
                return true;
              });
      assertTrue(done);
      assertTrue(number[0] >= 3, number[0] + " checkpoints");
      assertSame(whole, kept);
      // From a checkpoint amid the run, and from each that follows on the way.
      folder.deleteAll();
      TrainingStart start =
          TrainingStart.zeros(
              Trainer.layout(new io.adamant.model.LogisticRegression(true), features));
      for (int round = 1; ; round++) {
        Trainer part = run.trainer(spark(), examples, start);
        int stop = round % 2 + 1;
        int[] rounds = {0};
        int[] written = {round};
        boolean ended =
            part.train(
                point -> {
                  if (++rounds[0] < stop) {
                    return true;
                  }
                  write(folder, point, written[0], features);
                  return false;
                });
        if (ended) {
          assertSame(whole, part);
          assertTrue(round >= 3, "stopped " + (round - 1) + " times");
          break;
        }
        Checkpoint newest = folder.newest(reason -> assertEquals("", reason));
        assertNotNull(newest);
        start = TrainingStart.resumed(newest.read(run.settings()));
      }
    }
  }

  private static void assertSame(Trainer expected, Trainer actual) {
    assertEquals(expected.step(), actual.step());
    assertEquals(expected.modelStep(), actual.modelStep());
    assertEquals(expected.point().step(), actual.point().step());
    assertEquals(checksum(expected), checksum(actual));
    assertFalse(checksum(expected).isEmpty());
  }

  /** Of the rows in the order of their ids: where they stand may differ. */
  private static String checksum(Trainer trainer) {
    return SavedBytes.of(trainer.parameters()) + SavedBytes.of(trainer.trainedParameters());
  }

  private static void write(
      CheckpointFolder folder, TrainingPoint point, long number, int features) {
    RunSection run =
        new RunSection(
            new JsonObject(), new RunSection.DataSection(ROWS, 0, "0", 0, 0), 2, STEPS, 4, 0);
    try {
      folder.write(
          point,
          new CheckpointFolder.Description(
              run,
              number,
              0,
              0,
              (checksums, step) ->
                  new ModelManifest(
                      "logistic",
                      true,
                      features,
                      0,
                      0,
                      1,
                      step,
                      ROWS,
                      "",
                      Map.of(),
                      0,
                      checksums)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
