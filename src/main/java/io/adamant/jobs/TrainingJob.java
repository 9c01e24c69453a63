package io.adamant.jobs;

import io.adamant.data.ExampleBlock;
import io.adamant.data.Fields;
import io.adamant.data.encoding.Encoding;
import io.adamant.engine.Checkpoint;
import io.adamant.engine.DivergenceException;
import io.adamant.engine.Interlude;
import io.adamant.engine.ModelFolder;
import io.adamant.engine.ModelWriting;
import io.adamant.engine.SavedEncoding;
import io.adamant.engine.SavedLabels;
import io.adamant.engine.ShardedExamples;
import io.adamant.engine.Trainer;
import io.adamant.engine.TrainingListener;
import io.adamant.engine.TrainingPoint;
import io.adamant.engine.TrainingSettings;
import io.adamant.engine.TrainingStart;
import io.adamant.linalg.TooManyRowsException;
import io.adamant.model.Model;
import io.adamant.storage.InputSection;
import io.adamant.storage.InvalidModelException;
import io.adamant.storage.ModelManifest;
import java.io.IOException;
import java.util.Map;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.jspecify.annotations.Nullable;

/** Trains a model on rows that are there, and saves it. */
final class TrainingJob {
  private final JavaSparkContext spark;
  private final TrainSettings train;
  private final TrainingSettings training;
  private final Model model;
  private final ShardedExamples examples;
  private final @Nullable JavaRDD<ExampleBlock> validation;
  private final ModelFolder folder;
  private final MemoryCheck memory;

  /**
   * @param validation null for none
   * @param folder for the model
   */
  TrainingJob(
      JavaSparkContext spark,
      TrainSettings train,
      TrainingSettings training,
      Model model,
      ShardedExamples examples,
      @Nullable JavaRDD<ExampleBlock> validation,
      ModelFolder folder,
      MemoryCheck memory) {
    this.spark = spark;
    this.train = train;
    this.training = training;
    this.model = model;
    this.examples = examples;
    this.validation = validation;
    this.folder = folder;
    this.memory = memory;
  }

  /**
   * Trains and saves; throws on where the loss diverges before there is anything to save.
   *
   * @param keeping null without checkpoints
   * @return the optimizer step of the model that is saved; null where training was stopped before
   */
  @Nullable Long run(
      TrainingStart start, TrainingListener listener, @Nullable Checkpointing keeping)
      throws IOException {
    Trainer trainer = trainer(start, training, listener, keeping);
    RollbackSettings rollback = train.rollback();
    if (rollback != null && keeping != null && start.resumed() == null) {
      keeping.write(trainer.point());
    }
    while (true) {
      try {
        if (!trainer.train(keeping == null ? Interlude.NONE : keeping)) {
          return null;
        }
        break;
      } catch (TooManyRowsException e) {
        throw outgrown(trainer, e);
      } catch (DivergenceException e) {
        if (rollback == null || keeping == null || keeping.rollbacks() == rollback.times()) {
          throw diverged(trainer, e);
        }
        trainer = back(rollback, keeping, e, listener);
      }
    }
    save(trainer);
    if (keeping != null) {
      keeping.finish();
    }
    return trainer.modelStep();
  }

  private Trainer trainer(
      TrainingStart start,
      TrainingSettings settings,
      TrainingListener listener,
      @Nullable Checkpointing keeping) {
    RollbackSettings rollback = train.rollback();
    TrainingSettings lowered =
        rollback == null || keeping == null
            ? settings
            : rollback.after(keeping.rollbacks(), settings);
    return new Trainer(spark, model, examples, validation, lowered, listener, start);
  }

  private Trainer back(
      RollbackSettings rollback,
      Checkpointing keeping,
      DivergenceException reason,
      TrainingListener listener)
      throws IOException {
    Checkpoint last = keeping.back(reason, rollback.factorAfter(keeping.rollbacks() + 1));
    try {
      TrainingPoint point = last.read(training);
      if (!point.parameters().places().areAll()) {
        point.parameters().places().limit(memory.roomForRows());
      }
      return trainer(TrainingStart.resumed(point), training, listener, keeping);
    } catch (InvalidModelException e) {
      throw new UsageException("%s: %s".formatted(CheckpointSettings.PATH, e.getMessage()));
    }
  }

  private UsageException outgrown(Trainer trainer, TooManyRowsException e) throws IOException {
    String full = memory.outgrown(trainer.step() + 1, e);
    if (trainer.step() == 0) {
      return new UsageException(full + "; there is no good model to keep");
    }
    save(trainer);
    return new UsageException(
        "%s; the model of optimizer step %d is kept in %s"
            .formatted(full, trainer.modelStep(), folder.path()));
  }

  private RuntimeException diverged(Trainer trainer, DivergenceException e) throws IOException {
    if (trainer.step() == 0 || e.lastGoodStep() == 0 || !trainer.parameters().areFinite()) {
      return e;
    }
    save(trainer);
    return new UsageException(
        "%s; the model of %sstep %d is kept in %s"
            .formatted(
                e.getMessage(),
                trainer.modelStep() == e.lastGoodStep() ? "" : "optimizer ",
                trainer.modelStep(),
                folder.path()),
        e);
  }

  private void save(Trainer trainer) throws IOException {
    try (ModelWriting writing = folder.beginWriting()) {
      if (train.saveState()) {
        writing.writeState(trainer.state(), trainer.trainedParameters());
      }
      writing.writeParameters(trainer.parameters());
      writing.finish(checksums -> manifest(checksums, trainer.modelStep()));
    }
  }

  /** What a model is after some steps of the optimizer. */
  ModelManifest manifest(Map<String, String> checksums, long optimizerStep) {
    ModelManifest manifest =
        new ModelManifest(
            train.model().type(),
            train.model(),
            examples.features(),
            examples.indexBase(),
            SavedLabels.section(examples.labels()),
            optimizerStep,
            examples.survey().rows() - examples.survey().heldBackRows(),
            train.optimizer().toString(),
            UpdateDescription.of(
                train.schedule().words(), training, examples.shards().getNumPartitions()),
            train.seed(),
            checksums);
    return withInput(manifest, train.input());
  }

  /** Adds how rows are read and encoded, as far as there is anything to say. */
  private static ModelManifest withInput(ModelManifest manifest, InputSettings input) {
    ModelManifest complete = manifest;
    Fields fields = input.fields();
    if (fields != null) {
      complete = complete.withFields(fields.sizes());
    }
    InputSection section = input.section();
    if (section != null) {
      complete = complete.with(section);
    }
    Encoding encoding = input.encoding().encoding();
    return encoding == null ? complete : complete.withEncoding(SavedEncoding.sections(encoding));
  }
}
