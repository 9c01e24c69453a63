package io.adamant.report;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import io.adamant.metrics.StepSizes;
import io.adamant.report.RunLog.Measure;
import io.adamant.report.RunLog.Measured;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;

/** What the page's script reads: runs as columns, thinned so that any number of steps has room. */
public final class ReportData {
  /** Rows that all runs have together; of about 100 bytes each. */
  static final int MOST_ROWS = 15_000;

  /** Rows that a run has however many there are. */
  private static final int FEWEST_ROWS = 150;

  /** Rows that no run needs more of: no screen has as many points from left to right. */
  private static final int MOST_ROWS_OF_A_RUN = 4_000;

  private static final int MOST_VALIDATIONS = 400;
  private static final int MOST_MOVEMENTS = 120;

  /** Digits of means: those of steps keep all that they have. */
  private static final double MEAN_DIGITS = 7;

  private static final List<String> COPIED =
      List.of("configuration", "training", "data", "machine", "roc", "calibration");

  private ReportData() {}

  /**
   * The data of some runs.
   *
   * @param target loss of a validation to be reached; NaN for none
   */
  public static JsonObject of(List<Run> runs, double target) {
    int rows =
        Math.max(FEWEST_ROWS, Math.min(MOST_ROWS_OF_A_RUN, MOST_ROWS / Math.max(1, runs.size())));
    JsonArray all = new JsonArray();
    runs.forEach(run -> all.add(run(run, rows, target)));
    JsonObject data = new JsonObject();
    data.addProperty("binsPerDecade", StepSizes.BINS_PER_DECADE);
    data.add("runs", all);
    return data;
  }

  private static JsonObject run(Run run, int most, double target) {
    RunLog log = run.log();
    JsonObject json = new JsonObject();
    json.addProperty("name", run.name());
    for (String key : COPIED) {
      JsonElement value = run.description().get(key);
      if (value != null) {
        json.add(key, value);
      }
    }
    JsonElement outcome = run.description().get("outcome");
    json.add("outcome", outcome == null ? new JsonPrimitive("unknown") : outcome);
    List<Measured> validations =
        Thinning.measured(
            log.validations(),
            MOST_VALIDATIONS,
            place -> RunSummary.loss(log.validations().get(place).value()));
    List<Measured> movements =
        Thinning.measured(log.movements(), MOST_MOVEMENTS, place -> place % 2);
    Set<Integer> kept = new TreeSet<>();
    IntStream.of(Thinning.rows(log, most)).forEach(kept::add);
    validations.forEach(measured -> kept.add(measured.row()));
    movements.forEach(measured -> kept.add(measured.row()));
    int[] rows = kept.stream().mapToInt(Integer::intValue).toArray();
    json.add("points", points(log, rows, stepsPerEpoch(run)));
    if (!validations.isEmpty()) {
      json.add("validation", validation(validations, rows));
    }
    if (!movements.isEmpty()) {
      json.add("movement", movement(movements, rows));
    }
    json.add("summary", summary(RunSummary.of(log, target), !Double.isNaN(target)));
    return json;
  }

  /** As the description says; of a run without one, as the first epoch shows. */
  private static double stepsPerEpoch(Run run) {
    JsonElement known = run.description().get("stepsPerEpoch");
    if (known != null) {
      return known.getAsDouble();
    }
    RunLog log = run.log();
    double last = 1;
    for (int row = 0; row < log.size() && log.get(Measure.EPOCH, row) < 2; row++) {
      last = log.get(Measure.STEP, row);
    }
    return last;
  }

  private static JsonObject points(RunLog log, int[] rows, double stepsPerEpoch) {
    JsonObject points = new JsonObject();
    points.add("step", column(rows, row -> log.get(Measure.STEP, row)));
    points.add("epoch", column(rows, row -> log.get(Measure.STEP, row) / stepsPerEpoch));
    for (Measure measure :
        List.of(Measure.ROWS, Measure.LOSS, Measure.GRADIENT_NORM, Measure.LEARNING_RATE)) {
      points.add(measure.key, column(rows, row -> log.get(measure, row)));
    }
    points.add("seconds", column(rows, row -> rounded(log.get(Measure.SECONDS, row))));
    // A point that stands for several steps has their mean beside its own value.
    boolean isThinned = rows.length < log.size();
    if (isThinned) {
      points.add("meanLoss", means(log, rows, Measure.LOSS));
      points.add("meanGradientNorm", means(log, rows, Measure.GRADIENT_NORM));
    }
    points.add("clipped", sums(log, rows));
    for (Measure phase : RunLog.PHASES) {
      points.add(
          phase.key,
          isThinned ? means(log, rows, phase) : column(rows, row -> log.get(phase, row)));
    }
    return points;
  }

  private static JsonArray column(int[] rows, IntToDoubleFunction value) {
    JsonArray column = new JsonArray(rows.length);
    for (int row : rows) {
      column.add(number(value.applyAsDouble(row)));
    }
    return column;
  }

  /** Of each point the mean of the steps since the point before; those that are finite. */
  private static JsonArray means(RunLog log, int[] rows, Measure measure) {
    JsonArray column = new JsonArray(rows.length);
    int from = 0;
    for (int row : rows) {
      double sum = 0;
      int count = 0;
      for (; from <= row; from++) {
        double value = log.get(measure, from);
        if (Double.isFinite(value)) {
          sum += value;
          count++;
        }
      }
      column.add(number(rounded(sum / count)));
    }
    return column;
  }

  /** Of each point the number of clipped steps since the point before. */
  private static JsonArray sums(RunLog log, int[] rows) {
    JsonArray column = new JsonArray(rows.length);
    int from = 0;
    for (int row : rows) {
      double sum = 0;
      for (; from <= row; from++) {
        sum += log.get(Measure.CLIPPED, from);
      }
      column.add(number(sum));
    }
    return column;
  }

  private static JsonArray places(List<Measured> measured, int[] rows) {
    JsonArray at = new JsonArray(measured.size());
    measured.forEach(one -> at.add(Arrays.binarySearch(rows, one.row())));
    return at;
  }

  private static JsonObject validation(List<Measured> validations, int[] rows) {
    JsonObject figures = new JsonObject();
    for (String key : keys(validations.stream().map(Measured::value).toList())) {
      JsonArray column = new JsonArray(validations.size());
      for (Measured validation : validations) {
        column.add(validation.value().get(key));
      }
      boolean isOfNumbers =
          column.asList().stream().allMatch(value -> value.isJsonNull() || value.isJsonPrimitive());
      if (isOfNumbers && !key.equals("rows")) {
        figures.add(key, column);
      }
    }
    JsonObject json = new JsonObject();
    json.add("at", places(validations, rows));
    json.add("figures", figures);
    return json;
  }

  private static JsonObject movement(List<Measured> movements, int[] rows) {
    JsonObject parts = new JsonObject();
    List<JsonObject> byPart =
        movements.stream().map(measured -> section(measured.value(), "parts")).toList();
    for (String part : keys(byPart)) {
      JsonObject columns = new JsonObject();
      for (String key : List.of("norm", "updateNorm")) {
        JsonArray column = new JsonArray(movements.size());
        byPart.forEach(each -> column.add(section(each, part).get(key)));
        columns.add(key, column);
      }
      parts.add(part, columns);
    }
    JsonArray sizes = new JsonArray(movements.size());
    movements.forEach(measured -> sizes.add(measured.value().get("stepSizes")));
    JsonObject json = new JsonObject();
    json.add("at", places(movements, rows));
    json.add("parts", parts);
    json.add("stepSizes", sizes);
    return json;
  }

  private static JsonObject section(JsonObject object, String key) {
    return object.get(key) instanceof JsonObject section ? section : new JsonObject();
  }

  private static Set<String> keys(List<JsonObject> objects) {
    Set<String> keys = new LinkedHashSet<>();
    objects.forEach(object -> keys.addAll(object.keySet()));
    return keys;
  }

  private static JsonObject summary(RunSummary summary, boolean hasTarget) {
    JsonObject json = new JsonObject();
    json.addProperty("steps", summary.steps());
    json.add("seconds", number(rounded(summary.seconds())));
    json.add("finalTraining", number(summary.finalTraining()));
    json.add("finalValidation", number(summary.finalValidation()));
    json.add("bestValidation", number(summary.bestValidation()));
    json.add("bestStep", number(summary.bestStep()));
    if (hasTarget) {
      json.add("stepsToTarget", number(summary.stepsToTarget()));
      json.add("secondsToTarget", number(rounded(summary.secondsToTarget())));
    }
    json.addProperty("clipped", summary.clipped());
    json.addProperty("nonFinite", summary.nonFinite());
    return json;
  }

  private static double rounded(double value) {
    if (value == 0 || !Double.isFinite(value)) {
      return value;
    }
    double unit = Math.pow(10, Math.ceil(Math.log10(Math.abs(value))) - MEAN_DIGITS);
    return Double.parseDouble("%.6e".formatted(Math.rint(value / unit) * unit));
  }

  /** As short as it can be written; null for what is not finite. */
  private static JsonElement number(double value) {
    if (!Double.isFinite(value)) {
      return JsonNull.INSTANCE;
    }
    return value == Math.rint(value) && Math.abs(value) < 1e15
        ? new JsonPrimitive((long) value)
        : new JsonPrimitive(value);
  }
}
