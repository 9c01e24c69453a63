package io.adamant.jobs;

import java.util.ArrayList;
import java.util.List;

/** Text that is broken into lines which a terminal bears, beside a name that hangs out. */
final class Paragraph {
  /** Columns of a line at most, but for pieces that are longer themselves. */
  static final int WIDTH = 96;

  private Paragraph() {}

  /**
   * The lines.
   *
   * @param indent columns that the name has, and that further lines leave free
   * @param pieces what is not to be broken; as many to a line as it holds
   */
  static List<String> lines(String name, int indent, List<String> pieces) {
    List<String> lines = new ArrayList<>();
    StringBuilder line = new StringBuilder(("%-" + indent + "s").formatted(name));
    for (String piece : pieces) {
      if (line.length() > indent && line.length() + 1 + piece.length() > WIDTH) {
        lines.add(line.toString());
        line = new StringBuilder(" ".repeat(indent));
      }
      line.append(line.length() > indent ? " " : "").append(piece);
    }
    lines.add(line.toString());
    return lines;
  }

  /** The same of words. */
  static List<String> lines(String name, int indent, String text) {
    return lines(name, indent, List.of(text.split(" ", -1)));
  }
}
