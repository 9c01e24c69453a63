package io.adamant.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.adamant.data.CtrGenerator;
import io.adamant.model.LogisticRegression;
import io.adamant.model.Model;
import io.adamant.optimizer.AveragingSettings;
import io.adamant.optimizer.ParameterLayout;
import io.adamant.optimizer.Parameters;
import io.adamant.optimizer.SparseUpdates;
import io.adamant.optimizer.UpdateSettings;
import io.adamant.optimizer.rule.AdamW;
import io.adamant.storage.ModelManifest;
import io.adamant.testing.LocalSparkTest;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Trainings on one batch of all rows, which begin where others have ended. */
class TrainerStartTest extends LocalSparkTest {
  private static final int FEATURES = 500;
  private static final Model MODEL = new LogisticRegression(true);
  private static final ParameterLayout LAYOUT = Trainer.layout(MODEL, FEATURES);

  @TempDir Path directory;

  private ShardedExamples examples() {
    return ShardedExamples.load(
        new GeneratedSource(spark(), new CtrGenerator(0, FEATURES), 300),
        TrainingRun.rules(FEATURES),
        new TrainingRun().batch(DataSettings.FULL_BATCH, 300).data());
  }

  private Trainer trainer(
      ShardedExamples examples, UpdateSettings update, int steps, TrainingStart start) {
    TrainingSettings settings = TrainingSettings.of(update, steps, steps);
    return new Trainer(
        spark(), MODEL, examples, null, settings, (metrics, validation) -> {}, start);
  }

  /** Saves as the command train does. */
  private ModelFolder save(Trainer trainer) throws IOException {
    ModelFolder folder =
        new ModelFolder(
            new org.apache.hadoop.fs.Path(directory.resolve("model").toString()),
            new Configuration());
    try (ModelWriting writing = folder.beginWriting()) {
      writing.writeState(trainer.state(), trainer.trainedParameters());
      writing.writeParameters(trainer.parameters());
      writing.finish(
          checksums ->
              new ModelManifest(
                  "logistic", true, FEATURES, 0, 0, 1, 0, 300, "", Map.of(), 0, checksums));
    }
    return folder;
  }

  @ParameterizedTest
  @EnumSource(
      value = SparseUpdates.class,
      names = {"DENSE", "LAZY"})
  void batchesOfTwoTrainingsAreThoseOfOneAmidAnAverage(SparseUpdates sparse) throws IOException {
    UpdateSettings update =
        UpdateSettings.of(new AdamW(0.05), sparse)
            .withAveraging(new AveragingSettings(AveragingSettings.Kind.EMA, 1, 0.5))
            .withAccumulationSteps(3);
    try (ShardedExamples examples = examples()) {
      Trainer whole = trainer(examples, update, 9, TrainingStart.zeros(LAYOUT));
      whole.train();
      Trainer first = trainer(examples, update, 6, TrainingStart.zeros(LAYOUT));
      first.train();
      ModelFolder folder = save(first);
      assertEquals(2, first.step());
      TrainingStart start = folder.readState(folder.read(), update);
      Trainer second = trainer(examples, update, 3, start);
      assertEquals(2, second.step());
      second.train();
      assertEquals(3, second.step());
      assertEquals(checksum(whole.parameters()), checksum(second.parameters()));
      assertEquals(checksum(whole.trainedParameters()), checksum(second.trainedParameters()));
      assertNotEquals(checksum(whole.parameters()), checksum(whole.trainedParameters()));
    }
  }

  @Test
  void stepsOfTwoDeferredTrainingsAreThoseOfOneThatCaughtUpBetweenThem() throws IOException {
    UpdateSettings update = UpdateSettings.of(new AdamW(0.05), SparseUpdates.DEFERRED);
    try (ShardedExamples examples = examples()) {
      TrainingSettings every6 = TrainingSettings.of(update, 9, 6);
      Trainer whole =
          new Trainer(
              spark(),
              MODEL,
              examples,
              null,
              every6,
              (metrics, validation) -> {},
              TrainingStart.zeros(LAYOUT));
      whole.train();
      Trainer first = trainer(examples, update, 6, TrainingStart.zeros(LAYOUT));
      first.train();
      ModelFolder folder = save(first);
      Trainer second = trainer(examples, update, 3, folder.readState(folder.read(), update));
      second.train();
      assertEquals(checksum(whole.parameters()), checksum(second.parameters()));
    }
  }

  private static long checksum(Parameters parameters) {
    return TrainingRun.checksum(parameters);
  }

  @Test
  void parametersOfAnotherLayoutAreRefused() {
    try (ShardedExamples examples = examples()) {
      TrainingStart other = TrainingStart.zeros(Trainer.layout(MODEL, FEATURES + 1));
      UpdateSettings update = UpdateSettings.of(new AdamW(0.05), SparseUpdates.LAZY);
      IllegalArgumentException refused =
          assertThrows(IllegalArgumentException.class, () -> trainer(examples, update, 1, other));
      String message = String.valueOf(refused.getMessage());
      assertTrue(message.contains("weight[501, 1]") && message.contains("weight[500, 1]"), message);
    }
  }
}
