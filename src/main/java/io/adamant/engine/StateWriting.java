package io.adamant.engine;

import io.adamant.optimizer.OptimizerState;
import io.adamant.optimizer.Parameters;
import io.adamant.optimizer.SavedRows;
import io.adamant.storage.OptimizerStateSection;
import java.io.IOException;
import java.util.Map;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** Writes states beside the parameters that they go with. */
final class StateWriting {
  private final FileSystem files;
  private final Path folder;
  private final Parameters parameters;
  private final Map<String, String> checksums;

  /**
   * @param checksums gets that of each file
   */
  StateWriting(
      FileSystem files, Path folder, Parameters parameters, Map<String, String> checksums) {
    this.files = files;
    this.folder = folder;
    this.parameters = parameters;
    this.checksums = checksums;
  }

  /** Writes a state; what the manifest says of it. */
  OptimizerStateSection write(String name, OptimizerState state) throws IOException {
    SavedRows listed = state.savedRows(parameters);
    TensorFile file = new TensorFile(files, new Path(folder, name));
    checksums.put(name, OptimizerStateFile.write(file, state, parameters, listed, false));
    return OptimizerStateFile.section(
        state.header(), listed == null ? null : (Integer) listed.ids().length);
  }
}
