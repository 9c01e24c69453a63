package io.adamant.report;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Reader;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The lines of a {@code metrics.jsonl}, by columns: a row a step, or a round of several. */
public final class RunLog {
  /** What is known of every step. */
  enum Measure {
    STEP("step"),
    EPOCH("epoch"),
    LOSS("loss"),
    GRADIENT_NORM("gradientNorm"),
    LEARNING_RATE("learningRate"),
    GATHER("gather"),
    BROADCAST("broadcast"),
    JOB("job"),
    UPDATE("update"),
    /** Rows of the batch. */
    BATCH_ROWS("rows"),
    /** 1 where clipping changed the gradient. */
    CLIPPED("clipped"),
    /** Seconds in steps since the run began. */
    SECONDS("seconds"),
    /** Rows since the run began. */
    ROWS("rows");

    final String key;

    Measure(String key) {
      this.key = key;
    }
  }

  /** The driver's phases, in the order of a step. */
  static final List<Measure> PHASES =
      List.of(Measure.GATHER, Measure.BROADCAST, Measure.JOB, Measure.UPDATE);

  /**
   * What is known of some steps only.
   *
   * @param row of which step
   */
  record Measured(int row, JsonObject value) {}

  private final Map<Measure, Column> columns = new EnumMap<>(Measure.class);
  private final List<Measured> validations = new ArrayList<>();
  private final List<Measured> movements = new ArrayList<>();

  /** Of no steps yet. */
  public RunLog() {
    for (Measure measure : Measure.values()) {
      columns.put(measure, new Column());
    }
  }

  /**
   * Reads a file. Of a run that was killed the last line may be cut short: then it is left out.
   *
   * @throws InvalidMetricsException where another line is not what it should be
   */
  public static RunLog read(Reader reader) throws IOException {
    RunLog log = new RunLog();
    BufferedReader lines = new BufferedReader(reader);
    int number = 0;
    String line = lines.readLine();
    while (line != null) {
      number++;
      String next = lines.readLine();
      if (!line.isBlank()) {
        try {
          log.add(JsonParser.parseString(line).getAsJsonObject());
        } catch (JsonParseException
            | IllegalStateException
            | UnsupportedOperationException
            | NumberFormatException e) {
          if (next != null) {
            throw new InvalidMetricsException(
                "line %d is no line of metrics: %s".formatted(number, e.getMessage()));
          }
        }
      }
      line = next;
    }
    return log;
  }

  /**
   * Adds a line. One of a step that is already there takes the place of it and of all behind it: a
   * run that was resumed takes the steps behind its checkpoint again.
   */
  public void add(JsonObject line) {
    if (line.has("event")) {
      // Not of a step: a checkpoint that could not be written, or a way back to one.
      return;
    }
    double step = number(line, Measure.STEP.key);
    if (!(step >= 1)) {
      throw new IllegalStateException("it has no step");
    }
    JsonObject milliseconds =
        line.get("milliseconds") instanceof JsonObject given ? given : new JsonObject();
    double total = 0;
    double[] phases = new double[PHASES.size()];
    for (int i = 0; i < phases.length; i++) {
      phases[i] = number(milliseconds, PHASES.get(i).key);
      total += Double.isFinite(phases[i]) ? phases[i] : 0;
    }
    double batchRows = number(line, Measure.BATCH_ROWS.key);
    JsonElement clipping = line.get(Measure.CLIPPED.key);
    boolean clipped = clipping != null && clipping.getAsBoolean();
    double epoch = number(line, Measure.EPOCH.key);
    double loss = number(line, Measure.LOSS.key);
    double norm = number(line, Measure.GRADIENT_NORM.key);
    double rate = number(line, Measure.LEARNING_RATE.key);
    // From here on nothing can fail, so that a line is there as a whole or not at all.
    cutFrom(step);
    column(Measure.STEP).add(step);
    column(Measure.EPOCH).add(epoch);
    column(Measure.LOSS).add(loss);
    column(Measure.GRADIENT_NORM).add(norm);
    column(Measure.LEARNING_RATE).add(rate);
    for (int i = 0; i < phases.length; i++) {
      column(PHASES.get(i)).add(phases[i]);
    }
    column(Measure.BATCH_ROWS).add(batchRows);
    column(Measure.CLIPPED).add(clipped ? 1 : 0);
    column(Measure.SECONDS).add(column(Measure.SECONDS).last() + total / 1e3);
    column(Measure.ROWS)
        .add(column(Measure.ROWS).last() + (Double.isFinite(batchRows) ? batchRows : 0));
    int row = size() - 1;
    if (line.get("validation") instanceof JsonObject validation) {
      validations.add(new Measured(row, validation));
    }
    if (line.get("movement") instanceof JsonObject movement) {
      movements.add(new Measured(row, movement));
    }
  }

  private void cutFrom(double step) {
    int size = size();
    while (size > 0 && column(Measure.STEP).get(size - 1) >= step) {
      size--;
    }
    if (size == size()) {
      return;
    }
    int kept = size;
    columns.values().forEach(column -> column.cut(kept));
    validations.removeIf(measured -> measured.row() >= kept);
    movements.removeIf(measured -> measured.row() >= kept);
  }

  private static double number(JsonObject object, String key) {
    @Nullable JsonElement value = object.get(key);
    return value == null || value.isJsonNull() ? Double.NaN : value.getAsDouble();
  }

  /** Number of steps, or rounds. */
  public int size() {
    return column(Measure.STEP).size();
  }

  Column column(Measure measure) {
    Column column = columns.get(measure);
    if (column == null) {
      throw new IllegalStateException("each measure has its column");
    }
    return column;
  }

  double get(Measure measure, int row) {
    return column(measure).get(row);
  }

  /** What the driver's phases of a step took together, in milliseconds. */
  double milliseconds(int row) {
    double sum = 0;
    for (Measure phase : PHASES) {
      double value = get(phase, row);
      sum += Double.isFinite(value) ? value : 0;
    }
    return sum;
  }

  List<Measured> validations() {
    return validations;
  }

  List<Measured> movements() {
    return movements;
  }
}
