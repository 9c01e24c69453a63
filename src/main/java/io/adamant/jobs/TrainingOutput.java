package io.adamant.jobs;

import java.io.IOException;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;

/** Where a training writes its model and metrics. */
final class TrainingOutput {
  /** What there is before the first checkpoint. */
  private static final Set<String> EARLY =
      Set.of(MetricsLog.FILE_NAME, RunDescription.FILE_NAME, TensorBoardLog.FOLDER);

  private TrainingOutput() {}

  /**
   * The output folder.
   *
   * @param isResumed whether it may be there, as the run that is gone on from has left it
   */
  static UserPath place(TrainSettings train, boolean isResumed, Configuration hadoop)
      throws IOException {
    UserPath output = UserPath.toCreate("output", train.output(), hadoop);
    if (!output.files().exists(output.path())) {
      return output;
    }
    if (!train.overwrite() && !isResumed && !isUnfinished(train, output)) {
      throw new UsageException(
          "output: %s exists; choose another or --set overwrite=true".formatted(train.output()));
    }
    if (!output.files().getFileStatus(output.path()).isDirectory()) {
      throw new UsageException("output: %s is a file, not a folder".formatted(train.output()));
    }
    return output;
  }

  /** Whether a folder holds no more than a run leaves that ended before its first checkpoint. */
  private static boolean isUnfinished(TrainSettings train, UserPath output) throws IOException {
    if (train.checkpoint().path() == null
        || !output.files().getFileStatus(output.path()).isDirectory()) {
      return false;
    }
    for (FileStatus status : output.files().listStatus(output.path())) {
      if (!EARLY.contains(status.getPath().getName())) {
        return false;
      }
    }
    return true;
  }
}
