package io.adamant.jobs;

import io.adamant.data.ClassWeights;
import io.adamant.model.ModelCatalog;
import io.adamant.model.ModelSettings;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads the section {@code model}. */
final class ModelSection {
  static final String SECTION = "model";

  private static final String CLASS_WEIGHT = "model.class-weight";

  /** The keys beside those of the models. */
  static final Set<String> COMMON_KEYS = Set.of("type", "class-weight");

  private ModelSection() {}

  static ModelSettings settings(JobConfiguration job) {
    ModelCatalog.Entry entry =
        job.choice(SECTION + ".type", ModelCatalog.ENTRIES, ModelCatalog.Entry::name);
    List<String> own = RecordSettings.keys(entry.defaults());
    for (String key : job.keysWithValues(SECTION)) {
      if (!COMMON_KEYS.contains(key) && !own.contains(key)) {
        throw job.invalid(
            SECTION + "." + key,
            "is not a setting of %s, but of %s"
                .formatted(entry.name(), String.join(", ", namesWith(key))));
      }
    }
    return RecordSettings.read(job, SECTION, entry.defaults());
  }

  /** The names of the models that have a setting. */
  static List<String> namesWith(String key) {
    return ModelCatalog.ENTRIES.stream()
        .filter(entry -> RecordSettings.keys(entry.defaults()).contains(key))
        .map(ModelCatalog.Entry::name)
        .toList();
  }

  static ClassWeights classWeights(JobConfiguration job, ModelSettings model) {
    if (!job.has(CLASS_WEIGHT)) {
      return ClassWeights.EQUAL;
    }
    if (!model.task().isClassification()) {
      throw job.invalid(
          CLASS_WEIGHT, "is for classes, and %s predicts numbers".formatted(model.type()));
    }
    if (job.text(CLASS_WEIGHT).equals("balanced")) {
      return ClassWeights.BALANCED;
    }
    if (!job.isList(CLASS_WEIGHT)) {
      throw job.invalid(
          CLASS_WEIGHT,
          "must be balanced or a list such as [{ label = 1, weight = 5 }], got "
              + job.text(CLASS_WEIGHT));
    }
    Map<String, Double> weights = new LinkedHashMap<>();
    for (JobConfiguration element : job.objects(CLASS_WEIGHT, List.of("label", "weight"))) {
      if (weights.put(element.string("label"), element.number("weight")) != null) {
        throw element.invalid("label", "%s is given twice".formatted(element.string("label")));
      }
    }
    return job.build(() -> ClassWeights.of(weights));
  }
}
