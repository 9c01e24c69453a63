package io.adamant.jobs;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.adamant.engine.FilesWithoutChecksums;
import io.adamant.engine.StepMetrics;
import io.adamant.engine.TrainingListener;
import io.adamant.metrics.Metrics;
import io.adamant.report.TensorBoardRecord;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.jspecify.annotations.Nullable;

/** Writes an event file for TensorBoard: the numbers of {@code metrics.jsonl} by their keys. */
final class TensorBoardLog implements TrainingListener, AutoCloseable {
  static final String FOLDER = "tensorboard";

  /** TensorBoard knows the files of a run by the middle of their names, and reads them in order. */
  private static final String FILE_NAME = "events.out.tfevents.%d.adamant";

  /** Sections of a line, and what their numbers are called. */
  private static final List<String> SECTIONS = List.of("milliseconds", "validation");

  private static final String STEP = "step";
  private static final double MILLISECONDS = 1e3;

  private final FSDataOutputStream out;

  /** Where a training is to have one; null otherwise. */
  static @Nullable TensorBoardLog open(
      TrainSettings train, Path output, boolean isResumed, Configuration hadoop)
      throws IOException {
    return train.tensorBoard() ? new TensorBoardLog(output, isResumed, hadoop) : null;
  }

  /** A run that goes on writes another file: event files cannot be cut. */
  private TensorBoardLog(Path output, boolean isResumed, Configuration hadoop) throws IOException {
    Path folder = new Path(output, FOLDER);
    FileSystem files = FilesWithoutChecksums.of(folder, hadoop);
    if (!isResumed) {
      files.delete(folder, true);
    }
    int number = 1;
    while (files.exists(new Path(folder, FILE_NAME.formatted(number)))) {
      number++;
    }
    out = files.create(new Path(folder, FILE_NAME.formatted(number)), false);
    out.write(TensorBoardRecord.version(wallTime()));
    out.hflush();
  }

  @Override
  public void onStep(StepMetrics metrics, @Nullable Metrics validation) {
    Map<String, Double> scalars = scalars(MetricsLog.line(metrics, validation));
    try {
      out.write(TensorBoardRecord.scalars(wallTime(), metrics.step(), scalars));
      out.hflush();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write to " + FOLDER, e);
    }
  }

  /** The numbers of a line, those of its sections as {@code section/key}. */
  static Map<String, Double> scalars(JsonObject line) {
    Map<String, Double> scalars = new LinkedHashMap<>();
    line.entrySet()
        .forEach(member -> put(scalars, member.getKey(), member.getKey(), member.getValue()));
    for (String section : SECTIONS) {
      if (line.get(section) instanceof JsonObject object) {
        object
            .entrySet()
            .forEach(
                member ->
                    put(
                        scalars,
                        section + "/" + member.getKey(),
                        member.getKey(),
                        member.getValue()));
      }
    }
    if (line.get("movement") instanceof JsonObject movement) {
      for (Map.Entry<String, JsonElement> part : movement.getAsJsonObject("parts").entrySet()) {
        part.getValue()
            .getAsJsonObject()
            .entrySet()
            .forEach(
                member ->
                    put(
                        scalars,
                        member.getKey() + "/" + part.getKey(),
                        member.getKey(),
                        member.getValue()));
      }
    }
    return scalars;
  }

  /** Takes numbers and yes or no, as 1 or 0; the step is not one of its own values. */
  private static void put(Map<String, Double> scalars, String tag, String key, JsonElement value) {
    if (!value.isJsonPrimitive() || key.equals(STEP)) {
      return;
    }
    if (value.getAsJsonPrimitive().isNumber()) {
      scalars.put(tag, value.getAsDouble());
    } else if (value.getAsJsonPrimitive().isBoolean()) {
      scalars.put(tag, value.getAsBoolean() ? 1.0 : 0.0);
    }
  }

  private static double wallTime() {
    return System.currentTimeMillis() / MILLISECONDS;
  }

  @Override
  public void close() throws IOException {
    out.close();
  }
}
