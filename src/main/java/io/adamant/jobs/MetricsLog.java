package io.adamant.jobs;

import com.google.gson.JsonArray;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import io.adamant.engine.FilesWithoutChecksums;
import io.adamant.engine.StepMetrics;
import io.adamant.engine.StepMovement;
import io.adamant.engine.TrainingListener;
import io.adamant.metrics.Metrics;
import io.adamant.optimizer.StepOutcome;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.jspecify.annotations.Nullable;

/** Writes {@code metrics.jsonl}: one JSON object a step or round, as it happens. */
final class MetricsLog implements TrainingListener, AutoCloseable {
  static final String FILE_NAME = "metrics.jsonl";

  /** Where the lines lie while those of a run that goes on are being written again. */
  private static final String BEFORE_SUFFIX = ".before";

  private final FSDataOutputStream out;
  private long lines;
  private Supplier<Map<String, Long>> events = Map::of;

  /** Of a run that begins. */
  MetricsLog(Path output, Configuration hadoop) throws IOException {
    this(FilesWithoutChecksums.of(output, hadoop).create(new Path(output, FILE_NAME), true));
  }

  private MetricsLog(FSDataOutputStream out) {
    this.out = out;
  }

  /**
   * Of a run that goes on: behind the lines that it had written before its checkpoint. Not every
   * file system can append, so they are written again; the old file is kept until they are.
   */
  static MetricsLog continued(Path output, Configuration hadoop, long lines) throws IOException {
    FileSystem files = FilesWithoutChecksums.of(output, hadoop);
    Path path = new Path(output, FILE_NAME);
    Path before = path.suffix(BEFORE_SUFFIX);
    if (!files.exists(before) && files.exists(path) && !files.rename(path, before)) {
      throw new IOException("cannot rename %s to %s".formatted(path, before));
    }
    MetricsLog log = new MetricsLog(files.create(path, true));
    if (files.exists(before)) {
      try (BufferedReader reader =
          new BufferedReader(new InputStreamReader(files.open(before), StandardCharsets.UTF_8))) {
        String line = reader.readLine();
        while (line != null && log.lines < lines) {
          log.out.write((line + "\n").getBytes(StandardCharsets.UTF_8));
          log.lines++;
          line = reader.readLine();
        }
      }
      log.out.hflush();
      files.delete(before, false);
    }
    return log;
  }

  /** Lines that there are. */
  long lines() {
    return lines;
  }

  /**
   * Writes a line of something else than a step.
   *
   * @param facts numbers and words
   */
  void onEvent(String event, Map<String, Object> facts) {
    JsonObject line = new JsonObject();
    line.addProperty("event", event);
    new TreeMap<>(facts)
        .forEach(
            (key, value) -> {
              if (value instanceof Number number) {
                line.addProperty(key, number);
              } else {
                line.addProperty(key, value.toString());
              }
            });
    write(line);
  }

  /**
   * Has lines tell what happened to the cluster.
   *
   * @param sinceLastTime counts of events by name
   */
  void watch(Supplier<Map<String, Long>> sinceLastTime) {
    events = sinceLastTime;
  }

  @Override
  public void onStep(StepMetrics metrics, @Nullable Metrics validation) {
    JsonObject line = line(metrics, validation);
    Map<String, Long> happened = events.get();
    if (!happened.isEmpty()) {
      JsonObject cluster = new JsonObject();
      happened.forEach(cluster::addProperty);
      line.add("cluster", cluster);
    }
    write(line);
  }

  /** The line of a step. */
  static JsonObject line(StepMetrics metrics, @Nullable Metrics validation) {
    JsonObject line = new JsonObject();
    line.addProperty("step", metrics.step());
    if (metrics.batches() > 1) {
      line.addProperty("batches", metrics.batches());
    }
    line.addProperty("optimizerStep", metrics.optimizerStep());
    line.addProperty("epoch", metrics.epoch());
    add(line, "loss", metrics.loss());
    StepOutcome outcome = metrics.outcome();
    add(line, "gradientNorm", outcome.gradientNorm());
    line.addProperty("clipped", outcome.clipped());
    add(line, "learningRate", outcome.learningRate());
    if (outcome.action() != StepOutcome.Action.STEPPED) {
      line.addProperty("action", outcome.action().name().toLowerCase(Locale.ROOT));
    }
    line.addProperty("rows", metrics.rows());
    add(line, "rowsPerSecond", Math.rint(metrics.rowsPerSecond()));
    line.addProperty("bytesOut", metrics.bytesOut());
    line.addProperty("bytesBack", metrics.bytesBack());
    line.addProperty("resident", metrics.resident());
    JsonObject milliseconds = new JsonObject();
    add(milliseconds, "gather", milliseconds(metrics.seconds().gather()));
    add(milliseconds, "broadcast", milliseconds(metrics.seconds().broadcast()));
    add(milliseconds, "job", milliseconds(metrics.seconds().job()));
    add(milliseconds, "update", milliseconds(metrics.seconds().update()));
    line.add("milliseconds", milliseconds);
    StepMovement movement = metrics.movement();
    if (movement != null) {
      line.add("movement", json(movement));
    }
    if (validation != null) {
      line.add("validation", json(validation));
    }
    return line;
  }

  private void write(JsonObject line) {
    try {
      lines++;
      out.write((line + "\n").getBytes(StandardCharsets.UTF_8));
      out.hflush();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + FILE_NAME, e);
    }
  }

  /** The metrics as {@code evaluate} prints them. */
  static JsonObject json(Metrics metrics) {
    JsonObject json = new JsonObject();
    metrics
        .figures()
        .forEach(
            (key, figure) -> {
              if (figure instanceof double[][] matrix) {
                json.add(key, json(matrix));
              } else if (figure instanceof Double value) {
                add(json, key, value);
              } else {
                json.addProperty(key, (Long) figure);
              }
            });
    return json;
  }

  private static JsonArray json(double[][] matrix) {
    JsonArray rows = new JsonArray();
    for (double[] values : matrix) {
      JsonArray row = new JsonArray();
      for (double value : values) {
        row.add(value);
      }
      rows.add(row);
    }
    return rows;
  }

  private static JsonObject json(StepMovement movement) {
    JsonObject parts = new JsonObject();
    movement
        .parts()
        .forEach(
            (name, part) -> {
              JsonObject norms = new JsonObject();
              add(norms, "norm", part.norm());
              add(norms, "updateNorm", part.updateNorm());
              parts.add(name, norms);
            });
    JsonArray counts = new JsonArray();
    for (long count : movement.sizes().counts()) {
      counts.add(count);
    }
    JsonObject sizes = new JsonObject();
    sizes.addProperty("unmoved", movement.sizes().unmoved());
    sizes.addProperty("first", movement.sizes().first());
    sizes.add("counts", counts);
    JsonObject json = new JsonObject();
    json.add("parts", parts);
    json.add("stepSizes", sizes);
    return json;
  }

  private static void add(JsonObject object, String key, double value) {
    object.add(key, Double.isFinite(value) ? new JsonPrimitive(value) : JsonNull.INSTANCE);
  }

  /** To the microsecond. */
  private static double milliseconds(double seconds) {
    return Math.rint(seconds * 1e6) / 1e3;
  }

  @Override
  public void close() throws IOException {
    out.close();
  }
}
