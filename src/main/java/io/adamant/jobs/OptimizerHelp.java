package io.adamant.jobs;

import java.util.ArrayList;
import java.util.List;

/** The text of {@code adamant help optimizers}. */
final class OptimizerHelp {
  private static final int INDENT = 11;

  private OptimizerHelp() {}

  /** For each optimizer its name and purpose, its keys with their defaults, and its paper. */
  static List<String> lines() {
    List<String> lines = new ArrayList<>();
    lines.add("optimizer.type, and what else the section optimizer then takes, with its defaults:");
    for (OptimizerCatalog.Entry entry : OptimizerCatalog.ENTRIES) {
      lines.add("");
      lines.addAll(Paragraph.lines(entry.name(), INDENT, entry.purpose()));
      lines.addAll(Paragraph.lines("", INDENT, settings(entry)));
      lines.addAll(Paragraph.lines("", INDENT, entry.paper()));
    }
    lines.add("");
    lines.add(
        "All take optimizer.sparse and optimizer.groups. Limits: conf/reference.conf and the guide.");
    return lines;
  }

  /** Such as {@code epsilon = 1e-8}, or {@code nesterov = false}, each in one piece. */
  private static List<String> settings(OptimizerCatalog.Entry entry) {
    List<String> settings = new ArrayList<>();
    for (String key : entry.keys()) {
      String value = RecordSettings.texts(entry.defaults()).get(key);
      List<String> others = new ArrayList<>(RecordSettings.words(entry.defaults(), key));
      others.remove(value);
      settings.add(
          "%s = %s%s,"
              .formatted(
                  key, value, others.isEmpty() ? "" : " (or " + String.join(", ", others) + ")"));
    }
    int last = settings.size() - 1;
    settings.set(last, settings.get(last).replaceFirst(",$", ""));
    return settings;
  }
}
