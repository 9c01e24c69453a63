package io.adamant.engine;

import io.adamant.storage.CheckpointManifest;
import io.adamant.storage.InvalidModelException;
import io.adamant.storage.ModelManifest;
import io.adamant.storage.OptimizerStateSection;
import io.adamant.storage.PositionSection;
import io.adamant.storage.RunSection;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSError;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.jspecify.annotations.Nullable;

/**
 * The checkpoints of a run, a folder each, in a folder on any Hadoop file system. One is written
 * beside its place and renamed, its manifest last; so a reader finds it whole or not at all, and
 * where a file system renames file by file, one without a manifest is none.
 */
public final class CheckpointFolder {
  private static final String UNFINISHED_SUFFIX = ".unfinished";
  private static final Pattern NAME = Pattern.compile("checkpoint-(\\d{1,18})");
  private static final int MAX_MANIFEST_BYTES = 1 << 27;

  private final FileSystem files;
  private final Path folder;

  public CheckpointFolder(Path folder, Configuration hadoop) throws IOException {
    this.files = FilesWithoutChecksums.of(folder, hadoop);
    this.folder = folder;
  }

  public Path path() {
    return folder;
  }

  /** Whether a folder is that of a single checkpoint. */
  public boolean isOne() throws IOException {
    return files.exists(new Path(folder, CheckpointManifest.FILE_NAME));
  }

  /** Whether there is anything that was to be a checkpoint. */
  public boolean holdsAny() throws IOException {
    return isOne() || !folders().isEmpty();
  }

  /**
   * The newest checkpoint whose files are all intact.
   *
   * @param passedOver hears of those that are not
   * @return null where there is none
   */
  public @Nullable Checkpoint newest(Consumer<String> passedOver) throws IOException {
    List<Checkpoint> readable = new ArrayList<>();
    for (Path each : isOne() ? List.of(folder) : folders()) {
      try {
        readable.add(new Checkpoint(files, each, readManifest(each)));
      } catch (InvalidModelException e) {
        passedOver.accept("%s: %s".formatted(each, e.getMessage()));
      }
    }
    readable.sort(Comparator.comparingLong(CheckpointFolder::number).reversed());
    for (Checkpoint checkpoint : readable) {
      try {
        checkpoint.check();
        return checkpoint;
      } catch (InvalidModelException e) {
        passedOver.accept(String.valueOf(e.getMessage()));
      }
    }
    return null;
  }

  private static long number(Checkpoint checkpoint) {
    return checkpoint.manifest().position().number();
  }

  private CheckpointManifest readManifest(Path of) throws IOException {
    try (InputStream in = files.open(new Path(of, CheckpointManifest.FILE_NAME))) {
      byte[] json = in.readNBytes(MAX_MANIFEST_BYTES);
      return CheckpointManifest.parse(new String(json, StandardCharsets.UTF_8));
    } catch (FileNotFoundException e) {
      throw new InvalidModelException(CheckpointManifest.FILE_NAME + " is missing");
    }
  }

  /** The folders with a checkpoint's name. */
  private List<Path> folders() throws IOException {
    List<Path> found = new ArrayList<>();
    if (!files.exists(folder)) {
      return found;
    }
    for (FileStatus status : files.listStatus(folder)) {
      if (status.isDirectory() && NAME.matcher(status.getPath().getName()).matches()) {
        found.add(status.getPath());
      }
    }
    return found;
  }

  /** A number above that of every checkpoint that is there, whole or not. */
  public long nextNumber() throws IOException {
    long last = 0;
    for (Path each : folders()) {
      Matcher name = NAME.matcher(each.getName());
      if (name.matches()) {
        last = Math.max(last, Long.parseLong(name.group(1)));
      }
    }
    return last + 1;
  }

  /**
   * What is written beside a point.
   *
   * @param modelOf from the files' checksums to what the parameters are
   */
  public record Description(
      RunSection run, long number, long metricsLines, int rollbacks, ManifestOf modelOf) {}

  /** From the files' checksums, and optimizer steps, to what the parameters are. */
  @FunctionalInterface
  public interface ManifestOf {
    ModelManifest of(Map<String, String> checksums, long optimizerStep);
  }

  /**
   * Writes a checkpoint; where that fails, nothing is left of it.
   *
   * @param point that does not change meanwhile
   */
  public void write(TrainingPoint point, Description description) throws IOException {
    Path place = new Path(folder, "checkpoint-%06d".formatted(description.number()));
    Path unfinished = place.suffix(UNFINISHED_SUFFIX);
    try {
      files.delete(unfinished, true);
      files.mkdirs(unfinished);
      String manifest = writeFiles(unfinished, point, description).toJson();
      try (OutputStream out = files.create(new Path(unfinished, CheckpointManifest.FILE_NAME))) {
        out.write(manifest.getBytes(StandardCharsets.UTF_8));
      }
      if (!files.rename(unfinished, place)) {
        throw new IOException("cannot rename %s to %s".formatted(unfinished, place));
      }
    } catch (IOException | RuntimeException e) {
      deleteAfter(e, unfinished);
      throw e;
    } catch (FSError e) {
      // What Hadoop's local file system makes of an error that is the disk's.
      IOException failure = new IOException(e.getMessage(), e);
      deleteAfter(failure, unfinished);
      throw failure;
    }
  }

  private void deleteAfter(Exception failure, Path unfinished) {
    try {
      files.delete(unfinished, true);
    } catch (IOException e) {
      failure.addSuppressed(e);
    }
  }

  private CheckpointManifest writeFiles(
      Path unfinished, TrainingPoint point, Description description) throws IOException {
    Map<String, String> checksums = new TreeMap<>();
    ParametersFile.Written parameters =
        ParametersFile.write(
            new TensorFile(files, new Path(unfinished, Checkpoint.PARAMETERS_FILE)),
            point.parameters());
    checksums.put(Checkpoint.PARAMETERS_FILE, parameters.checksum());
    StateWriting states = new StateWriting(files, unfinished, point.parameters(), checksums);
    OptimizerStateSection state = states.write(Checkpoint.STATE_FILE, point.state());
    OptimizerStateSection outer =
        point.outer() == null ? null : states.write(Checkpoint.OUTER_STATE_FILE, point.outer());
    PositionSection position =
        new PositionSection(
            description.number(),
            point.step(),
            Double.toString(point.epochLoss().sum()),
            point.epochLoss().batches(),
            description.metricsLines(),
            description.rollbacks(),
            writeBest(unfinished, point.best(), checksums));
    ModelManifest model = description.modelOf().of(checksums, point.state().step());
    if (parameters.listedRows() != null) {
      model = model.withListedRows(parameters.listedRows());
    }
    return new CheckpointManifest(description.run(), position, model.with(state), outer);
  }

  private PositionSection.@Nullable Best writeBest(
      Path unfinished, @Nullable BestModel best, Map<String, String> checksums) throws IOException {
    if (best == null) {
      return null;
    }
    Integer listedRows = null;
    boolean isKept = best.parameters() != null;
    if (best.parameters() != null) {
      ParametersFile.Written written =
          ParametersFile.write(
              new TensorFile(files, new Path(unfinished, Checkpoint.BEST_FILE)), best.parameters());
      checksums.put(Checkpoint.BEST_FILE, written.checksum());
      listedRows = written.listedRows();
    }
    return new PositionSection.Best(
        Double.toString(best.value()), best.badValidations(), best.step(), isKept, listedRows);
  }

  /**
   * Deletes all but the newest checkpoints, and what an interrupted write has left.
   *
   * @param count how many are kept
   */
  public void keep(int count) throws IOException {
    List<Path> found = folders();
    found.sort(Comparator.comparingLong(CheckpointFolder::numberOfName).reversed());
    for (int i = count; i < found.size(); i++) {
      files.delete(found.get(i), true);
    }
  }

  /** Deletes one of the checkpoints. */
  public void delete(Checkpoint checkpoint) throws IOException {
    files.delete(checkpoint.path(), true);
  }

  private static long numberOfName(Path path) {
    Matcher name = NAME.matcher(path.getName());
    return name.matches() ? Long.parseLong(name.group(1)) : 0;
  }

  /** Deletes what interrupted writes have left. */
  public void clean() throws IOException {
    if (!files.exists(folder)) {
      return;
    }
    for (FileStatus status : files.listStatus(folder)) {
      String name = status.getPath().getName();
      if (name.endsWith(UNFINISHED_SUFFIX)
          && NAME.matcher(name.substring(0, name.length() - UNFINISHED_SUFFIX.length()))
              .matches()) {
        files.delete(status.getPath(), true);
      }
    }
  }

  /** Deletes the run's checkpoints, and the folder where nothing else is in it. */
  public void deleteAll() throws IOException {
    keep(0);
    clean();
    if (files.exists(folder) && files.listStatus(folder).length == 0) {
      files.delete(folder, false);
    }
  }
}
