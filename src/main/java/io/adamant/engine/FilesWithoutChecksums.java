package io.adamant.engine;

import java.io.IOException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.Path;

/**
 * Hadoop's file systems, the local one without the hidden {@code .crc} files that it keeps beside
 * each file: models carry their own checksums, and metrics must be readable while they grow.
 */
public final class FilesWithoutChecksums {
  private FilesWithoutChecksums() {}

  /** The file system of a path. */
  public static FileSystem of(Path path, Configuration hadoop) throws IOException {
    FileSystem files = path.getFileSystem(hadoop);
    return files instanceof LocalFileSystem local ? local.getRaw() : files;
  }
}
