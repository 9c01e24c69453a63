package io.adamant.jobs;

import java.util.ArrayList;
import java.util.List;

/** Lines whose columns stand below each other: the first to the left, the others to the right. */
final class TextTable {
  private static final String GAP = "  ";

  private TextTable() {}

  /** The lines of some rows, which have the same number of columns; the last stands to the left. */
  static List<String> lines(List<List<String>> rows) {
    int columns = rows.get(0).size();
    int[] widths = new int[columns];
    for (List<String> row : rows) {
      for (int i = 0; i < columns; i++) {
        widths[i] = Math.max(widths[i], row.get(i).length());
      }
    }
    List<String> lines = new ArrayList<>();
    for (List<String> row : rows) {
      StringBuilder line = new StringBuilder();
      for (int i = 0; i < columns; i++) {
        String padding = " ".repeat(widths[i] - row.get(i).length());
        boolean isLeft = i == 0 || i == columns - 1;
        line.append(i == 0 ? "" : GAP).append(isLeft ? row.get(i) + padding : padding + row.get(i));
      }
      lines.add(line.toString().stripTrailing());
    }
    return lines;
  }
}
