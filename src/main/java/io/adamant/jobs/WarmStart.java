package io.adamant.jobs;

import io.adamant.data.Fields;
import io.adamant.data.LabelEncoding;
import io.adamant.data.encoding.Encoding;
import io.adamant.engine.Checkpoint;
import io.adamant.engine.CheckpointFolder;
import io.adamant.engine.InputRules;
import io.adamant.engine.ModelFolder;
import io.adamant.engine.SavedEncoding;
import io.adamant.engine.SavedLabels;
import io.adamant.engine.SavedModel;
import io.adamant.engine.TrainingPoint;
import io.adamant.engine.TrainingSettings;
import io.adamant.engine.TrainingStart;
import io.adamant.optimizer.OptimizerState;
import io.adamant.optimizer.ParameterUpdate;
import io.adamant.optimizer.Parameters;
import io.adamant.storage.InvalidModelException;
import io.adamant.storage.ModelManifest;
import io.adamant.storage.RunSection;
import java.io.IOException;
import java.io.PrintStream;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.jspecify.annotations.Nullable;

/** A saved model that a training begins with, found to be of its kind. */
final class WarmStart {
  private static final String PATH = "warm-start.path";
  private static final String STATE = "warm-start.state";

  /**
   * The section {@code warm-start}.
   *
   * @param path null for none
   * @param state whether the optimizer goes on from its saved state
   */
  record Settings(@Nullable String path, boolean state) {
    static Settings read(JobConfiguration job) {
      Settings settings = new Settings(job.optionalString(PATH), job.bool(STATE));
      if (settings.state && settings.path == null) {
        throw job.invalid(STATE, "= true needs " + PATH);
      }
      return settings;
    }
  }

  private final ModelManifest manifest;
  private final LabelEncoding own;
  private final TrainingStart start;
  private final String folder;

  private WarmStart(ModelManifest manifest, LabelEncoding own, TrainingStart start, String folder) {
    this.manifest = manifest;
    this.own = own;
    this.start = start;
    this.folder = folder;
  }

  /**
   * Reads the model, before any row is read.
   *
   * @return null where there is none to begin with
   * @throws UsageException where it is damaged, or not a model of the kind to be trained
   */
  static @Nullable WarmStart read(TrainSettings train, Configuration hadoop, PrintStream err)
      throws IOException {
    String path = train.warmStart().path();
    if (path == null) {
      return null;
    }
    CheckpointFolder checkpoints =
        new CheckpointFolder(UserPath.of(PATH, path, hadoop).path(), hadoop);
    if (checkpoints.holdsAny()) {
      return ofCheckpoint(train, path, hadoop, err);
    }
    ModelFolder folder = ScoringInput.folder(PATH, path, hadoop);
    SavedModel saved;
    try {
      ModelManifest manifest = folder.readManifest();
      requireKind(train, manifest, folder.path().toString());
      Integer listed = manifest.listedRows();
      TableMemory.require(
          train, ModelFolder.layout(manifest), listed == null ? manifest.features() : listed);
      saved = folder.read();
    } catch (InvalidModelException e) {
      throw new UsageException("%s: %s".formatted(PATH, e.getMessage()));
    }
    LabelEncoding labels = saved.labels();
    return new WarmStart(
        saved.manifest(), labels, start(train, folder, saved), folder.path().toString());
  }

  /** The parameters of another run, as they would be measured there. */
  private static @Nullable WarmStart ofCheckpoint(
      TrainSettings train, String path, Configuration hadoop, PrintStream err) throws IOException {
    Checkpoint checkpoint = ResumePlan.newest(PATH, path, hadoop, err);
    if (checkpoint == null) {
      return null;
    }
    if (train.warmStart().state()) {
      throw new UsageException(
          "%s = true takes the state of a model; of a checkpoint it is --resume that does"
              .formatted(STATE));
    }
    ModelManifest manifest = checkpoint.manifest().model();
    String folder = checkpoint.path().toString();
    requireKind(train, manifest, folder);
    RunSection run = checkpoint.manifest().run();
    try {
      Integer listed = manifest.listedRows();
      TableMemory.require(
          train, checkpoint.layout(), listed == null ? manifest.features() : listed);
      TrainingSettings settings =
          TrainSettings.read(
                  JobConfiguration.ofSaved(run.configuration().toString(), List.of()),
                  SavedEncoding.of(manifest))
              .training(run.stepsPerEpoch(), manifest.features(), run.stepsBefore());
      TrainingPoint point = checkpoint.read(settings);
      ParameterUpdate update = new ParameterUpdate(settings.update());
      update.catchUpAll(point.parameters(), point.state());
      Parameters measured = update.evaluated(point.parameters(), point.state());
      return new WarmStart(
          manifest, SavedLabels.encoding(manifest), new TrainingStart(measured, null), folder);
    } catch (InvalidModelException e) {
      throw new UsageException("%s: %s".formatted(PATH, e.getMessage()));
    }
  }

  private static TrainingStart start(TrainSettings train, ModelFolder folder, SavedModel saved)
      throws IOException {
    if (!train.warmStart().state()) {
      return new TrainingStart(saved.parameters(), null);
    }
    try {
      return folder.readState(saved, train.update(saved.manifest().features()));
    } catch (InvalidModelException e) {
      throw new UsageException(
          "%s: %s; %s = false begins with the parameters alone"
              .formatted(STATE, e.getMessage(), STATE));
    }
  }

  private static void requireKind(TrainSettings train, ModelManifest manifest, String folder) {
    requireSame(folder, "model.type", manifest.model(), train.model().type());
    Map<String, String> settings = RecordSettings.texts(SavedModel.settings(manifest));
    RecordSettings.texts(train.model())
        .forEach(
            (key, ofRun) ->
                requireSame(folder, "model." + key, settings.getOrDefault(key, "none"), ofRun));
    // What is left to the data, the model brings along.
    int features = train.input().features();
    if (features != InputRules.DETECT) {
      requireSame(folder, "input.features", manifest.features(), features);
    }
    Fields fields = train.input().fields();
    if (fields != null) {
      Fields ofModel = SavedModel.fields(manifest);
      requireSame(folder, "input.fields", ofModel == null ? "null" : ofModel, fields);
    }
    int indexBase = train.input().indexBase();
    if (indexBase != InputRules.DETECT) {
      requireSame(folder, "input.index-base", manifest.indexBase(), indexBase);
    }
  }

  private static void requireSame(String folder, String key, Object ofModel, Object ofRun) {
    if (!ofModel.equals(ofRun)) {
      throw new UsageException(
          "%s: the model in %s has %s = %s, this run has %s; set %s = %s or begin with another model"
              .formatted(PATH, folder, key, ofModel, ofRun, key, ofModel));
    }
  }

  /** The rules for rows, with the model's features and index base where the data would decide. */
  InputRules rules(InputRules rules) {
    return rules.with(manifest.features(), manifest.indexBase());
  }

  /** Refuses rows with other labels than the model was trained on. */
  void requireLabels(LabelEncoding labels, String source) {
    if (!labels.equals(own)) {
      throw new UsageException(
          "%s: the model in %s has the labels %s, %s has %s; write the same labels in both"
              .formatted(PATH, folder, own, source, labels));
    }
  }

  /**
   * The model's encoding of raw columns, which training goes on with.
   *
   * @param asked what the job says; null where it encodes nothing
   * @throws UsageException where the model's is another
   */
  @Nullable Encoding requireEncoding(@Nullable Encoding asked) {
    Encoding ofModel = SavedEncoding.of(manifest);
    List<String> own = encoders(ofModel);
    List<String> others = encoders(asked);
    for (int i = 0; i < Math.max(own.size(), others.size()); i++) {
      String one = i < own.size() ? own.get(i) : "no encoder";
      String other = i < others.size() ? others.get(i) : "no encoder";
      if (!one.equals(other)) {
        throw new UsageException(
            "%s: the model in %s has %s where this run has %s; take the same encoding or begin with another model"
                .formatted(PATH, folder, one, other));
      }
    }
    return ofModel;
  }

  private static List<String> encoders(@Nullable Encoding encoding) {
    return encoding == null
        ? List.of()
        : encoding.encoders().stream().map(TableEncoding::words).toList();
  }

  /** What training begins with. */
  TrainingStart start() {
    return start;
  }

  /** Optimizer steps that the state has behind it; 0 without one. */
  long step() {
    OptimizerState state = start.state();
    return state == null ? 0 : state.step();
  }

  /** Folder, and what was taken from it. */
  @Override
  public String toString() {
    return start.state() == null
        ? "the parameters in " + folder
        : "parameters and optimizer state of step %d in %s".formatted(step(), folder);
  }
}
