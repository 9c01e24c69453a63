package io.adamant.engine;

import java.io.IOException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * Writes checkpoints in the background, one at a time, each from a copy; from the point itself,
 * with training waiting, where the heap has no room for a copy.
 */
public final class CheckpointWriter implements AutoCloseable {
  /** The part of the heap that a point and its copy may take. */
  private static final double USABLE = 0.75;

  private final CheckpointFolder folder;
  private final int keep;
  private final ExecutorService thread =
      Executors.newSingleThreadExecutor(
          task -> {
            Thread writing = new Thread(task, "checkpoint");
            writing.setDaemon(true);
            return writing;
          });
  private @Nullable Future<?> running;

  /**
   * @param keep how many checkpoints are kept
   */
  public CheckpointWriter(CheckpointFolder folder, int keep) {
    this.folder = folder;
    this.keep = keep;
  }

  /** Whether the last checkpoint is still being written. */
  public boolean isBusy() {
    return running != null && !running.isDone();
  }

  /**
   * Begins to write a checkpoint; {@link #await} first.
   *
   * @return whether training goes on meanwhile; false where it is written
   */
  public boolean begin(TrainingPoint point, CheckpointFolder.Description description)
      throws IOException {
    if (2.0 * point.bytes() > USABLE * Runtime.getRuntime().maxMemory()) {
      write(point, description);
      return false;
    }
    TrainingPoint copy = point.copy();
    running =
        thread.submit(
            () -> {
              write(copy, description);
              return null;
            });
    return true;
  }

  /** Writes a checkpoint now. */
  public void write(TrainingPoint point, CheckpointFolder.Description description)
      throws IOException {
    folder.write(point, description);
    folder.keep(keep);
  }

  /**
   * Waits for the checkpoint that is being written.
   *
   * @throws IOException where it could not be
   */
  public void await() throws IOException {
    Future<?> last = running;
    running = null;
    if (last == null) {
      return;
    }
    try {
      last.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while a checkpoint was being written", e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof IOException failure) {
        throw failure;
      }
      throw new IllegalStateException("a checkpoint could not be written", e.getCause());
    }
  }

  /** Lets the last checkpoint come to its end. */
  @Override
  public void close() {
    thread.shutdown();
  }
}
