package io.adamant.jobs;

import java.io.IOException;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** A path that the user named, on a file system that is there. */
record UserPath(Path path, FileSystem files) {
  /** {@code scheme://name:password@...}. */
  private static final Pattern PASSWORD =
      Pattern.compile("^[A-Za-z][A-Za-z0-9+.-]*://[^/@]*:[^/@]*@");

  /**
   * Refuses a text with a password in it: Spark's pages, logs and error messages show paths.
   *
   * @param name the key or option that it stands under
   */
  static void requireNoPassword(String name, String text) {
    if (PASSWORD.matcher(text).find()) {
      throw new UsageException(
          name
              + " holds a password, and paths are shown in many places; give Hadoop's credential"
              + " provider it instead (hadoop.security.credential.provider.path)");
    }
  }

  /**
   * Reads a path.
   *
   * @param name the key or option that it stands under, for messages
   */
  static UserPath of(String name, String text, Configuration hadoop) {
    requireNoPassword(name, text);
    try {
      Path path = new Path(text);
      return new UserPath(path, path.getFileSystem(hadoop));
    } catch (IllegalArgumentException | IOException e) {
      throw new UsageException("%s: '%s' is no path: %s".formatted(name, text, e.getMessage()));
    }
  }

  /** Reads the path of a folder that is yet to be made, and checks that it can be. */
  static UserPath toCreate(String name, String text, Configuration hadoop) {
    UserPath place = of(name, text, hadoop);
    try {
      Path above = place.path().getParent();
      while (above != null && !place.files().exists(above)) {
        above = above.getParent();
      }
      if (above != null && !place.files().getFileStatus(above).isDirectory()) {
        throw new UsageException("%s: %s cannot be: %s is a file".formatted(name, text, above));
      }
      return place;
    } catch (IOException e) {
      throw new UsageException("%s: cannot look up %s: %s".formatted(name, text, e.getMessage()));
    }
  }
}
