package io.adamant.jobs;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.adamant.data.InputSurvey;
import io.adamant.engine.ShardedExamples;
import io.adamant.engine.TrainingSettings;
import io.adamant.storage.RunSection;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The keys of a job, as a checkpoint keeps them, to tell whether another job is the same run: then
 * all keys are the same but those that do not change a bit of the result. What rows a path stands
 * for is told by the rows' own fingerprint.
 */
final class RunConfiguration {
  /** Keys, and sections, that do not change a bit of the result. */
  private static final Set<String> FREE =
      Set.of(
          "input.path",
          "validation.path",
          "shards",
          "aggregation.",
          "checkpoint.",
          "metrics.",
          "save-state",
          "output",
          "overwrite");

  private RunConfiguration() {}

  /** What tells a run from others, in its checkpoints. */
  static RunSection section(
      JobConfiguration configuration,
      ShardedExamples examples,
      ValidationRows validation,
      TrainingSettings training,
      long stepsBefore) {
    InputSurvey survey = examples.survey();
    return new RunSection(
        of(configuration),
        new RunSection.DataSection(
            survey.rows() - survey.heldBackRows(),
            survey.heldBackRows(),
            "%016x".formatted(survey.contentHash()),
            validation.rows(),
            validation.nonZeros()),
        examples.shards().getNumPartitions(),
        training.steps(),
        examples.plan().stepsPerEpoch(),
        stepsBefore);
  }

  /** The keys as JSON. */
  static JsonObject of(JobConfiguration job) {
    return JsonParser.parseString(job.json()).getAsJsonObject();
  }

  /**
   * The first key that tells two runs apart.
   *
   * @param key its name
   * @param left its value in the first run, as text
   * @param right its value in the second
   */
  record Difference(String key, String left, String right) {}

  /** Where two runs differ; null where they are the same. */
  static @Nullable Difference difference(JsonObject left, JsonObject right) {
    Map<String, String> ofLeft = texts(left);
    Map<String, String> ofRight = texts(right);
    Set<String> keys = new TreeSet<>(ofLeft.keySet());
    keys.addAll(ofRight.keySet());
    for (String key : keys) {
      String one = ofLeft.getOrDefault(key, "null");
      String other = ofRight.getOrDefault(key, "null");
      if (!isFree(key) && !isSame(one, other)) {
        return new Difference(key, one, other);
      }
    }
    return null;
  }

  private static boolean isFree(String key) {
    return FREE.stream()
        .anyMatch(free -> free.endsWith(".") ? key.startsWith(free) : key.equals(free));
  }

  /** A number may be written in several ways, and {@code --set} gives it as text. */
  private static boolean isSame(String one, String other) {
    if (one.equals(other)) {
      return true;
    }
    try {
      return Double.compare(Double.parseDouble(one), Double.parseDouble(other)) == 0;
    } catch (NumberFormatException e) {
      return false;
    }
  }

  private static Map<String, String> texts(JsonObject keys) {
    Map<String, String> texts = new TreeMap<>();
    collect("", keys, texts);
    return texts;
  }

  private static void collect(String prefix, JsonObject section, Map<String, String> to) {
    for (Map.Entry<String, JsonElement> member : section.entrySet()) {
      String key = prefix + member.getKey();
      JsonElement value = member.getValue();
      if (value.isJsonObject()) {
        collect(key + ".", value.getAsJsonObject(), to);
      } else {
        to.put(key, value.isJsonPrimitive() ? value.getAsString() : value.toString());
      }
    }
  }
}
