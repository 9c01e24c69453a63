package io.adamant.engine;

import io.adamant.optimizer.ParameterLayout;
import io.adamant.optimizer.ParameterUpdate;
import io.adamant.optimizer.Parameters;
import io.adamant.optimizer.UpdateSettings;
import io.adamant.storage.InvalidModelException;
import io.adamant.storage.ModelManifest;
import io.adamant.storage.OptimizerStateSection;
import io.adamant.storage.Safetensors.Entry;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * A model in a folder on any Hadoop file system: parameters as safetensors, perhaps the state of
 * the optimizer beside them, and a manifest. It is written beside its place and renamed, so that a
 * reader finds a whole model or none.
 */
public final class ModelFolder {
  /** The file with the parameters. */
  public static final String PARAMETERS_FILE = "parameters.safetensors";

  /** The file with the optimizer's state, where it was saved. */
  public static final String STATE_FILE = "optimizer-state.safetensors";

  private static final int MAX_MANIFEST_BYTES = 1 << 26;

  private final FileSystem files;
  private final Path folder;

  public ModelFolder(Path folder, Configuration hadoop) throws IOException {
    this.files = FilesWithoutChecksums.of(folder, hadoop);
    this.folder = folder;
  }

  public Path path() {
    return folder;
  }

  /** Whether there is a folder for a model, or what an ended writer has left of one. */
  public static boolean isAt(FileSystem files, Path folder) throws IOException {
    return files.exists(ModelWriting.placeOf(files, folder));
  }

  /** Begins to write a model beside its place; one that was there is replaced at the end. */
  public ModelWriting beginWriting() throws IOException {
    return new ModelWriting(files, folder);
  }

  /**
   * Reads the manifest alone.
   *
   * @throws InvalidModelException where there is none, or it is damaged
   */
  public ModelManifest readManifest() throws IOException {
    Path place = ModelWriting.placeOf(files, folder);
    try (InputStream in = files.open(new Path(place, ModelManifest.FILE_NAME))) {
      byte[] json = in.readNBytes(MAX_MANIFEST_BYTES);
      return ModelManifest.parse(new String(json, StandardCharsets.UTF_8));
    } catch (FileNotFoundException e) {
      throw new InvalidModelException(
          "no model at %s: %s is missing".formatted(folder, ModelManifest.FILE_NAME));
    }
  }

  /**
   * The layout of the parameters that a manifest speaks of.
   *
   * @throws InvalidModelException where its model is not known
   */
  public static ParameterLayout layout(ModelManifest manifest) {
    return Trainer.layout(SavedModel.model(manifest), manifest.features());
  }

  /**
   * Reads the model.
   *
   * @throws InvalidModelException where a file is missing or damaged
   */
  public SavedModel read() throws IOException {
    ModelManifest manifest = readManifest();
    Parameters parameters =
        ParametersFile.read(
            file(PARAMETERS_FILE),
            layout(manifest),
            manifest.listedRows(),
            manifest.crc32c().get(PARAMETERS_FILE));
    return new SavedModel(manifest, parameters);
  }

  /**
   * Reads the state of the optimizer that trained a model.
   *
   * @param model just read, and used up: where the model is not what was trained, its parameters
   *     are replaced
   * @param update how training goes on
   * @throws InvalidModelException where no state was saved, it is damaged, or it is not of this
   *     optimizer and layout
   */
  public TrainingStart readState(SavedModel model, UpdateSettings update) throws IOException {
    return OptimizerStateFile.read(
        file(STATE_FILE),
        OptimizerStateFile.header(section(model.manifest())),
        section(model.manifest()).listedRows(),
        model.manifest().crc32c().get(STATE_FILE),
        model.parameters(),
        new ParameterUpdate(update),
        true);
  }

  /**
   * Reads through the saved state without making anything of it.
   *
   * @return its tensors
   * @throws InvalidModelException where no state was saved, or it is damaged
   */
  public List<Entry> checkState(ModelManifest manifest) throws IOException {
    OptimizerStateFile.header(section(manifest));
    return file(STATE_FILE)
        .read(
            manifest.crc32c().get(STATE_FILE),
            reader -> {
              for (Entry entry : reader.entries()) {
                reader.skip(entry);
              }
              return reader.entries();
            });
  }

  private OptimizerStateSection section(ModelManifest manifest) {
    OptimizerStateSection section = manifest.optimizerState();
    if (section == null) {
      throw new InvalidModelException(
          folder + " holds no optimizer state; it is written with save-state = true");
    }
    return section;
  }

  private TensorFile file(String name) throws IOException {
    return new TensorFile(files, new Path(ModelWriting.placeOf(files, folder), name));
  }
}
