package io.adamant.jobs;

import io.adamant.data.encoding.Encoding;
import io.adamant.engine.Checkpoint;
import io.adamant.engine.CheckpointFolder;
import io.adamant.engine.InputRules;
import io.adamant.engine.SavedEncoding;
import io.adamant.engine.TrainingPoint;
import io.adamant.engine.TrainingSettings;
import io.adamant.storage.CheckpointManifest;
import io.adamant.storage.InvalidModelException;
import io.adamant.storage.ModelManifest;
import io.adamant.storage.RunSection;
import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.jspecify.annotations.Nullable;

/** A checkpoint that a training goes on from, found to be of the same run. */
final class ResumePlan {
  private static final String OTHERWISE =
      "; take another folder, remove this one to begin anew, or take its parameters alone with"
          + " --resume %s --warm-start";

  private final Checkpoint checkpoint;
  private final String name;

  private ResumePlan(Checkpoint checkpoint, String name) {
    this.checkpoint = checkpoint;
    this.name = name;
  }

  /**
   * Looks for the newest intact checkpoint of a folder.
   *
   * @param option that names the folder, for messages
   * @return null where there is nothing that was to be one
   * @throws UsageException where there is, but none is intact
   */
  static @Nullable Checkpoint newest(
      String option, String path, Configuration hadoop, PrintStream err) throws IOException {
    CheckpointFolder folder =
        new CheckpointFolder(UserPath.of(option, path, hadoop).path(), hadoop);
    List<String> passedOver = new ArrayList<>();
    Checkpoint newest;
    try {
      if (!folder.holdsAny()) {
        return null;
      }
      newest = folder.newest(passedOver::add);
    } catch (IOException e) {
      throw new UsageException("%s: cannot read %s: %s".formatted(option, path, e.getMessage()));
    }
    if (newest == null) {
      throw new UsageException(
          "%s: no checkpoint in %s is intact: %s; remove the folder to begin anew"
              .formatted(option, path, String.join("; ", passedOver)));
    }
    for (String reason : passedOver) {
      err.printf("adamant: warning: a checkpoint is passed over: %s%n", reason);
    }
    return newest;
  }

  /**
   * Looks for the run of a job in its checkpoint folder, before any row is read.
   *
   * @return null where the job has none, or it holds nothing yet
   * @throws UsageException where the folder is that of another run
   */
  static @Nullable ResumePlan find(
      JobConfiguration configuration, TrainSettings train, Configuration hadoop, PrintStream err)
      throws IOException {
    String path = train.checkpoint().path();
    if (path == null) {
      return null;
    }
    Checkpoint newest = newest(CheckpointSettings.PATH, path, hadoop, err);
    if (newest == null) {
      return null;
    }
    RunConfiguration.Difference difference =
        RunConfiguration.difference(
            newest.manifest().run().configuration(), RunConfiguration.of(configuration));
    if (difference != null) {
      throw new UsageException(
          "%s: the run in %s has %s = %s, this one has %s"
                  .formatted(
                      CheckpointSettings.PATH,
                      path,
                      difference.key(),
                      difference.left(),
                      difference.right())
              + OTHERWISE.formatted(path));
    }
    return new ResumePlan(newest, path);
  }

  private CheckpointManifest manifest() {
    return checkpoint.manifest();
  }

  /** The rules for rows, with the run's features and index base where the data would decide. */
  InputRules rules(InputRules rules) {
    ModelManifest model = manifest().model();
    return rules.with(model.features(), model.indexBase());
  }

  /** The run's encoding of raw columns; null where it has none. */
  @Nullable Encoding encoding() {
    return SavedEncoding.of(manifest().model());
  }

  /** Optimizer steps before the run. */
  long stepsBefore() {
    return manifest().run().stepsBefore();
  }

  /** Lines of metrics that the run had written. */
  long metricsLines() {
    return manifest().position().metricsLines();
  }

  /** How often the run had gone back. */
  int rollbacks() {
    return manifest().position().rollbacks();
  }

  /** Batches that the run had taken. */
  long step() {
    return manifest().position().step();
  }

  /**
   * Reads what the run goes on from.
   *
   * @param run what this run's rows and settings have come to
   * @param settings of the training
   */
  TrainingPoint read(RunSection run, TrainingSettings settings) throws IOException {
    requireSameRows(run.data());
    RunSection saved = manifest().run();
    if (settings.localSteps().areTaken() && saved.shards() != run.shards()) {
      throw new UsageException(
          "%s: the run in %s has local steps in %d shards, this one in %d; set shards = %d"
              .formatted(
                  CheckpointSettings.PATH, name, saved.shards(), run.shards(), saved.shards()));
    }
    try {
      return checkpoint.read(settings);
    } catch (InvalidModelException e) {
      throw new UsageException("%s: %s".formatted(CheckpointSettings.PATH, e.getMessage()));
    }
  }

  private void requireSameRows(RunSection.DataSection rows) {
    RunSection.DataSection saved = manifest().run().data();
    if (!saved.equals(rows)) {
      throw new UsageException(
          "%s: the run in %s was on other rows: %s, now %s"
                  .formatted(CheckpointSettings.PATH, name, words(saved), words(rows))
              + OTHERWISE.formatted(name));
    }
  }

  private static String words(RunSection.DataSection rows) {
    return "%,d to train on and %,d held back with content hash %s, %,d to validate on"
        .formatted(rows.rows(), rows.heldBackRows(), rows.contentHash(), rows.validationRows());
  }

  /** Where it is, and how far the run is in it. */
  @Override
  public String toString() {
    return checkpoint.toString();
  }
}
