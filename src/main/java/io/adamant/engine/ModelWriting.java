package io.adamant.engine;

import io.adamant.optimizer.OptimizerState;
import io.adamant.optimizer.Parameters;
import io.adamant.optimizer.SavedRows;
import io.adamant.optimizer.StateHeader;
import io.adamant.storage.ModelManifest;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.jspecify.annotations.Nullable;

/**
 * A model folder that is being written beside its place. {@link #finish} moves it there; closed
 * before that, it leaves nothing, and what was there stays.
 */
public final class ModelWriting implements AutoCloseable {
  private static final String UNFINISHED_SUFFIX = ".unfinished";
  private static final String REPLACED_SUFFIX = ".replaced";

  private final FileSystem files;
  private final Path folder;
  private final Path unfinished;
  private final Map<String, String> checksums = new TreeMap<>();
  private @Nullable StateHeader state;
  private @Nullable Integer listedRows;
  private @Nullable Integer listedStateRows;
  private boolean isComplete;

  ModelWriting(FileSystem files, Path folder) throws IOException {
    this.files = files;
    this.folder = folder;
    this.unfinished = folder.suffix(UNFINISHED_SUFFIX);
    if (isBetweenRenames(files, folder)) {
      // Another writer was ended there: its model is whole.
      rename(unfinished, folder);
      files.delete(folder.suffix(REPLACED_SUFFIX), true);
    }
    files.delete(unfinished, true);
    files.mkdirs(unfinished);
  }

  /** Whether a writer was ended when the old model had left its place, and the new was to come. */
  private static boolean isBetweenRenames(FileSystem files, Path folder) throws IOException {
    return !files.exists(folder)
        && files.exists(folder.suffix(REPLACED_SUFFIX))
        && files.exists(folder.suffix(UNFINISHED_SUFFIX));
  }

  /**
   * Where the model of a folder lies: there, or, where a writer was ended between the two renames
   * that replace one by another, beside it.
   */
  static Path placeOf(FileSystem files, Path folder) throws IOException {
    if (isBetweenRenames(files, folder)) {
      return folder.suffix(UNFINISHED_SUFFIX);
    }
    Path replaced = folder.suffix(REPLACED_SUFFIX);
    return files.exists(folder) || !files.exists(replaced) ? folder : replaced;
  }

  private TensorFile file(String name) {
    return new TensorFile(files, new Path(unfinished, name));
  }

  /** Writes what the model is. */
  public void writeParameters(Parameters parameters) throws IOException {
    ParametersFile.Written written =
        ParametersFile.write(file(ModelFolder.PARAMETERS_FILE), parameters);
    listedRows = written.listedRows();
    checksums.put(ModelFolder.PARAMETERS_FILE, written.checksum());
  }

  /**
   * Writes what the optimizer remembers.
   *
   * @param trained the parameters that its next step starts from
   */
  public void writeState(OptimizerState optimizerState, Parameters trained) throws IOException {
    state = optimizerState.header();
    SavedRows listed = optimizerState.savedRows(trained);
    listedStateRows = listed == null ? null : (Integer) listed.ids().length;
    checksums.put(
        ModelFolder.STATE_FILE,
        OptimizerStateFile.write(
            file(ModelFolder.STATE_FILE), optimizerState, trained, listed, true));
  }

  /**
   * Writes the manifest and moves the folder to its place; a model that was there is replaced.
   *
   * @param manifestOf from the files' checksums to the manifest
   */
  public void finish(Function<Map<String, String>, ModelManifest> manifestOf) throws IOException {
    ModelManifest manifest = manifestOf.apply(checksums);
    if (listedRows != null) {
      manifest = manifest.withListedRows(listedRows);
    }
    if (state != null) {
      manifest = manifest.with(OptimizerStateFile.section(state, listedStateRows));
    }
    try (OutputStream out = files.create(new Path(unfinished, ModelManifest.FILE_NAME))) {
      out.write(manifest.toJson().getBytes(StandardCharsets.UTF_8));
    }
    // From here on the folder is worth keeping, even where it cannot be moved to its place.
    isComplete = true;
    Path replaced = folder.suffix(REPLACED_SUFFIX);
    if (files.exists(folder)) {
      files.delete(replaced, true);
      rename(folder, replaced);
    }
    rename(unfinished, folder);
    files.delete(replaced, true);
  }

  private void rename(Path from, Path to) throws IOException {
    if (!files.rename(from, to)) {
      throw new IOException("cannot rename %s to %s".formatted(from, to));
    }
  }

  @Override
  public void close() throws IOException {
    if (!isComplete) {
      files.delete(unfinished, true);
    }
  }
}
