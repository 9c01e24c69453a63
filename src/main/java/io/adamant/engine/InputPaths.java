package io.adamant.engine;

import io.adamant.data.InvalidInputException;
import java.io.FileNotFoundException;
import java.io.IOException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;

/** Checks of input paths on the driver, before any job runs, and what to say where one fails. */
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
      throw unreadable(path, e);
    }
  }

  /**
   * The exception to throw for a failure to read an input: where the file system refuses or the
   * file is damaged, one that says so.
   */
  public static RuntimeException unreadable(String name, Exception e) {
    if (e instanceof FileNotFoundException) {
      return new InvalidInputException("%s: not found while reading".formatted(name));
    }
    if (e instanceof IOException) {
      return new InvalidInputException("%s: cannot be read: %s".formatted(name, e.getMessage()));
    }
    return e instanceof RuntimeException runtime ? runtime : new IllegalStateException(e);
  }
}
