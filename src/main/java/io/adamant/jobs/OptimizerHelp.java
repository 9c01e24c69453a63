package io.adamant.jobs;

import java.util.ArrayList;
import java.util.List;

/** The text of {@code adamant help optimizers}. */
final class OptimizerHelp {
  /** Columns of a line at most. */
  static final int WIDTH = 96;

  private static final int INDENT = 11;

  private OptimizerHelp() {}

  /** For each optimizer its name and purpose, its keys with their defaults, and its paper. */
  static List<String> lines() {
    List<String> lines = new ArrayList<>();
    lines.add("optimizer.type, and what else the section optimizer then takes, with its defaults:");
    for (OptimizerCatalog.Entry entry : OptimizerCatalog.ENTRIES) {
      lines.add("");
      wrap(lines, entry.name(), List.of(entry.purpose().split(" ", -1)));
      wrap(lines, "", settings(entry));
      wrap(lines, "", List.of(entry.paper().split(" ", -1)));
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

  /** Adds pieces, as many to a line as it holds. */
  private static void wrap(List<String> lines, String name, List<String> pieces) {
    StringBuilder line = new StringBuilder(("%-" + INDENT + "s").formatted(name));
    for (String piece : pieces) {
      if (line.length() > INDENT && line.length() + 1 + piece.length() > WIDTH) {
        lines.add(line.toString());
        line = new StringBuilder(" ".repeat(INDENT));
      }
      line.append(line.length() > INDENT ? " " : "").append(piece);
    }
    lines.add(line.toString());
  }
}
