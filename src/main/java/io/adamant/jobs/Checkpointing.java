package io.adamant.jobs;

import io.adamant.engine.Checkpoint;
import io.adamant.engine.CheckpointFolder;
import io.adamant.engine.CheckpointWriter;
import io.adamant.engine.DivergenceException;
import io.adamant.engine.Interlude;
import io.adamant.engine.TrainingPoint;
import io.adamant.storage.RunSection;
import java.io.IOException;
import java.io.PrintStream;
import java.util.Locale;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.jspecify.annotations.Nullable;

/** Keeps checkpoints of a run while it goes, and ends it behind a step where that is asked for. */
final class Checkpointing implements Interlude, AutoCloseable {
  private static final double NANOS_OF_MINUTE = 60e9;
  private static final long NONE = -1;

  private final CheckpointSettings settings;
  private final CheckpointFolder folder;
  private final RunSection run;
  private final CheckpointFolder.ManifestOf modelOf;
  private final MetricsLog log;
  private final StopRequest stop;
  private final PrintStream err;
  private final CheckpointWriter writer;

  /** Whether only those checkpoints count that every run of this configuration has. */
  private final boolean goesBack;

  private long number;
  private int rollbacks;

  /** Number of the checkpoint that the run last went back to. */
  private long backAt = NONE;

  private long lastStep;
  private long lastNanos = System.nanoTime();

  /** Of the checkpoint that is being written, and of the last that was. */
  private long stepBeingWritten = NONE;

  private long written;
  private long lastGoodStep = NONE;
  private long waitedNanos;

  /**
   * Opens the checkpoints of a training.
   *
   * @param resumed what the run goes on from; null where it begins
   * @return null where the job keeps none
   */
  static @Nullable Checkpointing open(
      TrainSettings train,
      RunSection run,
      CheckpointFolder.ManifestOf modelOf,
      @Nullable ResumePlan resumed,
      MetricsLog log,
      Configuration hadoop,
      StopRequest stop,
      PrintStream err)
      throws IOException {
    String path = train.checkpoint().path();
    if (path == null) {
      return null;
    }
    CheckpointFolder folder =
        new CheckpointFolder(UserPath.of(CheckpointSettings.PATH, path, hadoop).path(), hadoop);
    Checkpointing keeping =
        new Checkpointing(
            train.checkpoint(), train.rollback() != null, folder, run, modelOf, log, stop, err);
    if (resumed != null) {
      keeping.resumedAt(resumed.step(), resumed.rollbacks());
    }
    return keeping;
  }

  private Checkpointing(
      CheckpointSettings settings,
      boolean goesBack,
      CheckpointFolder folder,
      RunSection run,
      CheckpointFolder.ManifestOf modelOf,
      MetricsLog log,
      StopRequest stop,
      PrintStream err)
      throws IOException {
    this.settings = settings;
    this.goesBack = goesBack;
    this.folder = folder;
    this.run = run;
    this.modelOf = modelOf;
    this.log = log;
    this.stop = stop;
    this.err = err;
    writer = new CheckpointWriter(folder, settings.keep());
    folder.clean();
    number = folder.nextNumber();
  }

  /** The run goes on, or again, from a checkpoint. */
  private void resumedAt(long step, int rollbacksSoFar) {
    lastStep = step;
    lastGoodStep = step;
    rollbacks = rollbacksSoFar;
  }

  @Override
  public boolean goesOn(TrainingPoint point) {
    if (stop.isAsked()) {
      if (goesBack) {
        awaitLast();
      } else {
        write(point);
      }
      return false;
    }
    if (!writer.isBusy()) {
      awaitLast();
    }
    double minutes = (System.nanoTime() - lastNanos) / NANOS_OF_MINUTE;
    // Where a run may go back, which checkpoint is the last must not hang on how fast they are.
    if (settings.isDue(point.step(), lastStep, minutes) && (goesBack || !writer.isBusy())) {
      long began = System.nanoTime();
      begin(point);
      waitedNanos += System.nanoTime() - began;
    }
    return true;
  }

  private void begin(TrainingPoint point) {
    awaitLast();
    stepBeingWritten = point.step();
    lastStep = point.step();
    lastNanos = System.nanoTime();
    try {
      if (!writer.begin(point, description())) {
        onWritten();
      }
    } catch (IOException e) {
      onFailure(e);
    }
  }

  /** Writes a point while training waits. */
  void write(TrainingPoint point) {
    awaitLast();
    stepBeingWritten = point.step();
    try {
      writer.write(point, description());
      onWritten();
    } catch (IOException e) {
      onFailure(e);
    }
  }

  private CheckpointFolder.Description description() {
    return new CheckpointFolder.Description(run, number++, log.lines(), rollbacks, modelOf);
  }

  /** Waits for the checkpoint that is being written, if any. */
  private void awaitLast() {
    if (stepBeingWritten == NONE) {
      return;
    }
    try {
      writer.await();
      onWritten();
    } catch (IOException e) {
      onFailure(e);
    }
  }

  private void onWritten() {
    written++;
    lastGoodStep = stepBeingWritten;
    stepBeingWritten = NONE;
  }

  private void onFailure(IOException e) {
    String last =
        lastGoodStep == NONE
            ? "there is none before"
            : "the last good one is of step " + lastGoodStep;
    String what =
        "%s: the checkpoint of step %d could not be written: %s; %s"
            .formatted(CheckpointSettings.PATH, stepBeingWritten, message(e), last);
    log.onEvent("checkpoint-failed", Map.of("step", stepBeingWritten, "reason", message(e)));
    stepBeingWritten = NONE;
    if (settings.onFailure() == CheckpointSettings.OnFailure.STOP) {
      throw new UsageException(what + "; training ends (checkpoint.on-failure = stop)");
    }
    err.println("adamant: warning: " + what + "; training goes on");
  }

  private static String message(IOException e) {
    return String.valueOf(e.getMessage()).strip().replaceAll("\\s*\\R\\s*", " ");
  }

  /** Says how a run that was ended as asked is gone on with. */
  String howToResume() {
    return lastGoodStep == NONE
        ? "stopped without a checkpoint"
        : "stopped; go on from step %d with: train --resume %s"
            .formatted(lastGoodStep, folder.path());
  }

  /**
   * Goes back to the last checkpoint; to the one before where that was tried.
   *
   * @param rate what the learning rate is multiplied by from there on
   */
  Checkpoint back(DivergenceException reason, double rate) throws IOException {
    awaitLast();
    Checkpoint last = newest();
    if (last != null && number(last) == backAt) {
      // From there it came to nothing, at a lower rate too: the damage was done before.
      folder.delete(last);
      last = newest();
    }
    if (last == null) {
      throw new UsageException(
          "%s; no checkpoint in %s to go back to".formatted(reason.getMessage(), folder.path()));
    }
    long to = last.manifest().position().step();
    resumedAt(to, rollbacks + 1);
    backAt = number(last);
    err.printf("%s; back to step %d, learning rate x %s%n", reason.getMessage(), to, rate);
    log.onEvent(
        "rollback",
        Map.of(
            "step", to, "learningRateFactor", rate, "reason", String.valueOf(reason.getMessage())));
    return last;
  }

  private @Nullable Checkpoint newest() throws IOException {
    return folder.newest(passedOver -> err.println("adamant: warning: " + passedOver));
  }

  private static long number(Checkpoint checkpoint) {
    return checkpoint.manifest().position().number();
  }

  int rollbacks() {
    return rollbacks;
  }

  /** Said at the end; empty where none was written. */
  String summary() {
    return written == 0
        ? ""
        : String.format(
            Locale.ROOT, "%,d written, steps waited %.2f s for them", written, waitedNanos * 1e-9);
  }

  /** The run is done, and its model in place: the checkpoints have no more use. */
  void finish() {
    try {
      writer.await();
      folder.deleteAll();
    } catch (IOException e) {
      // The model is there: what is left of its checkpoints is no reason to fail.
      err.printf(
          "adamant: warning: %s: checkpoints in %s are left behind: %s%n",
          CheckpointSettings.PATH, folder.path(), message(e));
    }
  }

  @Override
  public void close() {
    writer.close();
  }
}
