package io.adamant.engine;

import io.adamant.optimizer.Parameters;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;

/** The checksum of the file that parameters are saved as: it does not tell where rows stand. */
final class SavedBytes {
  private SavedBytes() {}

  static String of(Parameters parameters) {
    try {
      Path file = Files.createTempFile("parameters", ".safetensors");
      try {
        FileSystem files = FileSystem.getLocal(new Configuration()).getRaw();
        return ParametersFile.write(
                new TensorFile(files, new org.apache.hadoop.fs.Path(file.toString())), parameters)
            .checksum();
      } finally {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
