package io.adamant.jobs;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.adamant.benchmark.Machine;
import io.adamant.data.InputSurvey;
import io.adamant.engine.DivergenceException;
import io.adamant.engine.ShardedExamples;
import io.adamant.engine.StepMetrics;
import io.adamant.engine.TrainingListener;
import io.adamant.engine.TrainingSettings;
import io.adamant.metrics.Metrics;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.apache.spark.api.java.JavaSparkContext;
import org.jspecify.annotations.Nullable;

/** {@code run.json}: what a report says of a run beside its steps. */
final class RunDescription implements TrainingListener {
  static final String FILE_NAME = "run.json";

  /** The outcome of a training that went to its end. */
  static final String FINISHED = "finished";

  /** The outcome of one that was stopped, and can be resumed. */
  static final String STOPPED = "stopped";

  private static final String RUNNING = "running";

  private final JsonObject json = new JsonObject();
  private @Nullable Metrics validation;

  RunDescription(
      String name,
      JobConfiguration configuration,
      TrainSettings train,
      ShardedExamples examples,
      TrainingSettings training,
      long validationRows,
      JavaSparkContext spark) {
    json.addProperty("name", name);
    json.addProperty("outcome", RUNNING);
    json.addProperty("steps", training.steps());
    json.addProperty("stepsPerEpoch", examples.plan().stepsPerEpoch());
    json.add("configuration", words(configuration.texts()));
    json.add("training", words(training(train, examples, training)));
    json.add("data", words(data(train, examples, validationRows)));
    json.add("machine", words(machine(spark)));
  }

  private static Map<String, String> training(
      TrainSettings train, ShardedExamples examples, TrainingSettings training) {
    int shards = examples.shards().getNumPartitions();
    Map<String, String> words = new LinkedHashMap<>();
    words.put("optimizer", OptimizerText.of(train.optimizer().toString()));
    words.put("sparse updates", KebabCase.of(training.update().sparseUpdates()));
    words.putAll(UpdateDescription.of(train.schedule().words(), training, shards));
    words.put(
        "steps", format("%,d, %,d an epoch", training.steps(), examples.plan().stepsPerEpoch()));
    words.put("lanes", format("%d in %d shards", examples.plan().lanes(), shards));
    return words;
  }

  private static Map<String, String> data(
      TrainSettings train, ShardedExamples examples, long validationRows) {
    InputSurvey survey = examples.survey();
    Map<String, String> words = new LinkedHashMap<>();
    words.put("format", KebabCase.of(train.input().format()));
    words.put("rows to train", format("%,d", survey.rows() - survey.heldBackRows()));
    words.put("rows to validate", format("%,d", validationRows));
    words.put("features", format("%,d", examples.features()));
    words.put("non-zeros a row", format("%.1f", (double) survey.nonZeros() / survey.rows()));
    words.put("labels", TrainingSummary.labels(examples, train.model().task()));
    if (survey.badRows() > 0) {
      words.put("bad rows", format("%,d passed over", survey.badRows()));
    }
    return words;
  }

  private static Map<String, String> machine(JavaSparkContext spark) {
    Machine machine = Machine.of(spark.sc());
    Map<String, String> words = new LinkedHashMap<>();
    words.put("driver", machine.processor());
    words.put("cores", format("%d", machine.cores()));
    words.put("memory", format("%d GiB", machine.memoryGibibytes()));
    words.put("heap", format("%.1f GiB", machine.heapGibibytes()));
    words.put("Java", machine.java());
    words.put("Spark", machine.spark());
    words.put("master", machine.master());
    return words;
  }

  private static JsonObject words(Map<String, String> words) {
    JsonObject object = new JsonObject();
    words.forEach(object::addProperty);
    return object;
  }

  @Override
  public synchronized void onStep(StepMetrics metrics, @Nullable Metrics measured) {
    validation = measured == null ? validation : measured;
  }

  /** Says how it ended, and what the last validation's curves are. */
  synchronized void finish(String outcome) {
    json.addProperty("outcome", outcome);
    Metrics last = validation;
    if (last == null) {
      return;
    }
    last.curves()
        .forEach(
            (name, columns) -> {
              JsonObject curve = new JsonObject();
              columns.forEach((key, values) -> curve.add(key, column(values)));
              json.add(name, curve);
            });
  }

  /** Says why it ended before its end. */
  synchronized void end(RuntimeException e) {
    String message = String.valueOf(e.getMessage());
    boolean diverged =
        e instanceof DivergenceException || e.getCause() instanceof DivergenceException;
    finish((diverged ? "diverged, " : "ended early, ") + message.split("[,;]", 2)[0]);
    json.addProperty("message", message);
  }

  private static JsonArray column(double[] values) {
    JsonArray column = new JsonArray(values.length);
    for (double value : values) {
      column.add(value);
    }
    return column;
  }

  /** A copy: others may read it while the training goes on. */
  synchronized JsonObject json() {
    return json.deepCopy();
  }

  private static String format(String format, Object... arguments) {
    return String.format(Locale.ROOT, format, arguments);
  }
}
