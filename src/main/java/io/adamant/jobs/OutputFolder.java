package io.adamant.jobs;

import java.io.IOException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaRDD;

/** A folder of text files that is there as a whole or not at all. */
final class OutputFolder {
  private static final String UNFINISHED_SUFFIX = ".unfinished";

  private final Path folder;
  private final FileSystem files;

  /** Refuses a folder that exists. */
  OutputFolder(String path, Configuration hadoop) throws IOException {
    UserPath place = UserPath.toCreate("--output", path, hadoop);
    folder = place.path();
    files = place.files();
    if (files.exists(folder)) {
      throw new UsageException("--output: %s exists; choose another".formatted(path));
    }
  }

  /** Writes the lines, a file a partition, beside the folder, and renames. */
  void write(JavaRDD<String> lines) throws IOException {
    Path unfinished = folder.suffix(UNFINISHED_SUFFIX);
    files.delete(unfinished, true);
    try {
      lines.saveAsTextFile(unfinished.toString());
      if (!files.rename(unfinished, folder)) {
        throw new IOException("cannot rename %s to %s".formatted(unfinished, folder));
      }
    } finally {
      files.delete(unfinished, true);
    }
  }
}
