package io.adamant.jobs;

import io.adamant.data.Fields;
import io.adamant.data.encoding.EncoderRule;
import io.adamant.data.encoding.EncoderSettings;
import io.adamant.data.encoding.EncoderTypes;
import io.adamant.data.encoding.Encoding;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The list {@code encoding}: how the columns of a table become features.
 *
 * @param rules as the job has them; empty without any
 * @param encoding with the columns of the table and what was learnt; null before that is known, or
 *     where nothing is encoded
 */
record EncodingSettings(List<EncoderRule> rules, @Nullable Encoding encoding) {
  static final String LIST = "encoding";

  private static final String TYPE = "type";
  private static final String COLUMNS = "columns";

  /** Stands for the fields of encoders until the table's columns are known. */
  private static final Fields UNKNOWN = Fields.ofSizes(1, 1);

  /**
   * Reads the list.
   *
   * @param isTable whether the input has columns
   * @param encoding null for none
   */
  static EncodingSettings read(JobConfiguration job, boolean isTable, @Nullable Encoding encoding) {
    if (!job.has(LIST)) {
      return new EncodingSettings(List.of(), encoding);
    }
    if (!isTable) {
      throw job.invalid(LIST, "is for input.format = parquet, csv or tsv");
    }
    for (String key : List.of("input.features", "input.fields")) {
      if (job.has(key)) {
        throw job.invalid(key, "follows from encoding");
      }
    }
    List<EncoderRule> rules = new ArrayList<>();
    for (JobConfiguration element : job.objects(LIST, keys())) {
      rules.add(rule(element));
    }
    if (rules.isEmpty()) {
      throw job.invalid(LIST, "must have one encoder or more, got []");
    }
    return new EncodingSettings(rules, encoding);
  }

  /** The keys of encoders of all types. */
  private static List<String> keys() {
    TreeSet<String> keys = new TreeSet<>(List.of(TYPE, COLUMNS));
    EncoderTypes.DEFAULTS.forEach(defaults -> keys.addAll(RecordSettings.keys(defaults)));
    return List.copyOf(keys);
  }

  private static EncoderRule rule(JobConfiguration element) {
    EncoderSettings defaults = element.choice(TYPE, EncoderTypes.DEFAULTS, EncoderSettings::type);
    List<String> own = RecordSettings.keys(defaults);
    for (String key : element.keysWithValues("")) {
      if (!key.equals(TYPE) && !key.equals(COLUMNS) && !own.contains(key)) {
        throw element.invalid(
            key,
            "is not a setting of %s, but of %s"
                .formatted(defaults.type(), String.join(", ", typesWith(key))));
      }
    }
    List<String> columns = element.strings(COLUMNS);
    EncoderSettings settings = RecordSettings.read(element, "", defaults);
    return element.build(() -> new EncoderRule(columns, settings));
  }

  private static List<String> typesWith(String key) {
    return EncoderTypes.DEFAULTS.stream()
        .filter(defaults -> RecordSettings.keys(defaults).contains(key))
        .map(EncoderSettings::type)
        .toList();
  }

  /** Whether columns are encoded. */
  boolean isUsed() {
    return encoding != null || !rules.isEmpty();
  }

  /** The fields of encoders, or something like them where they are not known yet. */
  @Nullable Fields fieldsToBe() {
    return encoding != null ? encoding.fields() : rules.isEmpty() ? null : UNKNOWN;
  }
}
