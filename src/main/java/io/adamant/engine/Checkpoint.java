package io.adamant.engine;

import io.adamant.optimizer.OptimizerState;
import io.adamant.optimizer.ParameterLayout;
import io.adamant.optimizer.ParameterUpdate;
import io.adamant.optimizer.Parameters;
import io.adamant.storage.CheckpointManifest;
import io.adamant.storage.InvalidModelException;
import io.adamant.storage.ModelManifest;
import io.adamant.storage.OptimizerStateSection;
import io.adamant.storage.PositionSection;
import java.io.IOException;
import java.util.Map;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.jspecify.annotations.Nullable;

/** A checkpoint that was written, whose manifest is intact. */
public final class Checkpoint {
  /** The parameters that the next step starts from. */
  static final String PARAMETERS_FILE = ModelFolder.PARAMETERS_FILE;

  /** What the optimizer remembers. */
  static final String STATE_FILE = ModelFolder.STATE_FILE;

  /** What the optimizer remembers that brings local steps together. */
  static final String OUTER_STATE_FILE = "outer-state.safetensors";

  /** The model of the best validation, where training ends early. */
  static final String BEST_FILE = "best.safetensors";

  private final FileSystem files;
  private final Path folder;
  private final CheckpointManifest manifest;

  Checkpoint(FileSystem files, Path folder, CheckpointManifest manifest) {
    this.files = files;
    this.folder = folder;
    this.manifest = manifest;
  }

  public CheckpointManifest manifest() {
    return manifest;
  }

  public Path path() {
    return folder;
  }

  /**
   * Reads through all files.
   *
   * @throws InvalidModelException where one is missing or damaged
   */
  public void check() throws IOException {
    for (Map.Entry<String, String> file : manifest.model().crc32c().entrySet()) {
      file(file.getKey()).check(file.getValue());
    }
  }

  /** The layout of the parameters. */
  public ParameterLayout layout() {
    return ModelFolder.layout(manifest.model());
  }

  /**
   * Reads all that the run goes on from.
   *
   * @param settings of the same run
   * @throws InvalidModelException where a file is damaged, or is not of these settings
   */
  public TrainingPoint read(TrainingSettings settings) throws IOException {
    ModelManifest model = manifest.model();
    ParameterUpdate update = new ParameterUpdate(settings.update());
    Parameters read =
        ParametersFile.read(
            file(PARAMETERS_FILE), layout(), model.listedRows(), checksum(PARAMETERS_FILE));
    OptimizerStateSection section = model.optimizerState();
    if (section == null) {
      throw new InvalidModelException(folder + " holds no state of the optimizer");
    }
    TrainingStart start = readState(STATE_FILE, section, read, update);
    Parameters parameters = start.parameters();
    OptimizerState state = start.state();
    if (state == null) {
      throw new IllegalStateException("a state that was read is there");
    }
    PositionSection position = manifest.position();
    return new TrainingPoint(
        position.step(),
        manifest.run().stepsBefore(),
        parameters,
        state,
        readOuterState(parameters, settings.localSteps()),
        new EpochLoss(number(position.epochLossSum()), position.epochLosses()),
        readBest(position.best()));
  }

  private @Nullable OptimizerState readOuterState(Parameters parameters, LocalSteps localSteps)
      throws IOException {
    OptimizerStateSection section = manifest.outerState();
    if (section == null) {
      return null;
    }
    return readState(OUTER_STATE_FILE, section, parameters, LocalRounds.outer(localSteps)).state();
  }

  private TrainingStart readState(
      String name, OptimizerStateSection section, Parameters parameters, ParameterUpdate update)
      throws IOException {
    return OptimizerStateFile.read(
        file(name),
        OptimizerStateFile.header(section),
        section.listedRows(),
        checksum(name),
        parameters,
        update,
        false);
  }

  private @Nullable BestModel readBest(PositionSection.@Nullable Best best) throws IOException {
    if (best == null) {
      return null;
    }
    Parameters parameters =
        best.isKept()
            ? ParametersFile.read(file(BEST_FILE), layout(), best.listedRows(), checksum(BEST_FILE))
            : null;
    return BestModel.of(number(best.value()), best.badValidations(), best.step(), parameters);
  }

  private static double number(String text) {
    try {
      return Double.parseDouble(text);
    } catch (NumberFormatException e) {
      throw new InvalidModelException(
          "%s: must be a number, got %s".formatted(CheckpointManifest.FILE_NAME, text));
    }
  }

  private @Nullable String checksum(String name) {
    return manifest.model().crc32c().get(name);
  }

  private TensorFile file(String name) {
    return new TensorFile(files, new Path(folder, name));
  }

  /** Where it is, and how far the run is in it. */
  @Override
  public String toString() {
    return "step %d of %d in %s"
        .formatted(manifest.position().step(), manifest.run().steps(), folder);
  }
}
