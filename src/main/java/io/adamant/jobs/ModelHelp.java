package io.adamant.jobs;

import io.adamant.model.ModelCatalog;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The text of {@code adamant help models}. */
final class ModelHelp {
  private static final int INDENT = 20;

  private ModelHelp() {}

  /** For each model its name and purpose, its loss, and its keys with their defaults. */
  static List<String> lines() {
    List<String> lines = new ArrayList<>();
    lines.add("model.type, and what else the section model then takes, with its defaults:");
    for (ModelCatalog.Entry entry : ModelCatalog.ENTRIES) {
      lines.add("");
      lines.addAll(Paragraph.lines(entry.name(), INDENT, entry.purpose()));
      lines.addAll(Paragraph.lines("", INDENT, "loss: " + entry.loss()));
      lines.addAll(Paragraph.lines("", INDENT, settings(entry)));
    }
    lines.add("");
    lines.add(
        "z is the score: w x + b for linear models. Classifiers take model.class-weight too.");
    return lines;
  }

  private static List<String> settings(ModelCatalog.Entry entry) {
    Map<String, String> defaults = RecordSettings.texts(entry.defaults());
    List<String> keys = RecordSettings.keys(entry.defaults());
    List<String> settings = new ArrayList<>();
    for (int i = 0; i < keys.size(); i++) {
      settings.add(
          "%s = %s%s"
              .formatted(keys.get(i), defaults.get(keys.get(i)), i + 1 < keys.size() ? "," : ""));
    }
    return settings;
  }
}
