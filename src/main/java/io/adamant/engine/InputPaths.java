package io.adamant.engine;

import io.adamant.data.InvalidInputException;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;

/** Checks of input paths on the driver, before any job runs. */
public final class InputPaths {
  private InputPaths() {}

  /** Refuses a path or pattern with nothing behind it. */
  public static void requirePresent(String path, Configuration hadoop) {
    try {
      Path pattern = new Path(path);
      FileStatus[] found = pattern.getFileSystem(hadoop).globStatus(pattern);
      if (found == null || found.length == 0) {
        throw new InvalidInputException("no such file or folder: " + path);
      }
    } catch (IllegalArgumentException e) {
      throw new InvalidInputException("'%s' is no path: %s".formatted(path, e.getMessage()));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot look up " + path, e);
    }
  }
}
