package io.adamant.benchmark;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Some lines of percentages over time, and a limit that none of them passes, as SVG. */
final class LinePlot {
  private static final int WIDTH = 760;
  private static final int HEIGHT = 420;
  private static final int LEFT = 50;
  private static final int RIGHT = 130;
  private static final int TOP = 40;
  private static final int BOTTOM = 45;

  /** The least distance of two names beside their lines. */
  private static final int LINE_HEIGHT = 15;

  /** Colours that differ for colour-blind readers too (Okabe and Ito, 2008). */
  private static final List<String> COLOURS =
      List.of("#000000", "#e69f00", "#009e73", "#56b4e9", "#d55e00", "#0072b2");

  private record Line(String name, List<Double> values, double interval, String colour) {
    double end() {
      return values.get(values.size() - 1);
    }
  }

  private final String title;
  private final String axis;
  private final double end;
  private final double limit;
  private final List<Line> lines = new ArrayList<>();

  /**
   * @param axis what the time is counted in
   * @param end of the time
   */
  LinePlot(String title, String axis, int end, double limit) {
    this.title = title;
    this.axis = axis;
    this.end = end;
    this.limit = limit;
  }

  /**
   * Adds a line.
   *
   * @param interval between the values, the first of which stands at its end
   */
  void add(String name, List<Double> values, double interval) {
    lines.add(new Line(name, values, interval, COLOURS.get(lines.size() % COLOURS.size())));
  }

  String svg() {
    StringBuilder svg = new StringBuilder();
    append(
        svg,
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" font-family=\"sans-serif\""
            + " font-size=\"12\">",
        WIDTH,
        HEIGHT);
    append(svg, "<rect width=\"%d\" height=\"%d\" fill=\"#ffffff\"/>", WIDTH, HEIGHT);
    append(svg, "<text x=\"%d\" y=\"22\" font-size=\"14\">%s</text>", LEFT, title);
    double least = lowest();
    for (double value = least; value <= 100; value += 10) {
      append(
          svg,
          "<line x1=\"%d\" x2=\"%d\" y1=\"%.1f\" y2=\"%3$.1f\" stroke=\"#dddddd\"/>",
          LEFT,
          WIDTH - RIGHT,
          y(value));
      append(
          svg,
          "<text x=\"%d\" y=\"%.1f\" text-anchor=\"end\">%.0f</text>",
          LEFT - 6,
          y(value) + 4,
          value);
    }
    for (int time = 0; time <= end; time++) {
      append(
          svg,
          "<text x=\"%.1f\" y=\"%d\" text-anchor=\"middle\">%d</text>",
          x(time),
          HEIGHT - BOTTOM + 18,
          time);
    }
    append(
        svg,
        "<text x=\"%.1f\" y=\"%d\" text-anchor=\"middle\">%s</text>",
        x(end / 2),
        HEIGHT - 8,
        axis);
    append(
        svg,
        "<line x1=\"%d\" x2=\"%d\" y1=\"%.1f\" y2=\"%3$.1f\" stroke=\"#777777\""
            + " stroke-dasharray=\"5 4\"/>",
        LEFT,
        WIDTH - RIGHT,
        y(limit));
    append(
        svg,
        "<text x=\"%d\" y=\"%.1f\" fill=\"#777777\">the truth</text>",
        WIDTH - RIGHT + 6,
        y(limit) + 4);
    lines.forEach(line -> append(svg, "%s", path(line)));
    appendNames(svg);
    return svg.append("</svg>\n").toString();
  }

  private String path(Line line) {
    StringBuilder points = new StringBuilder();
    for (int i = 0; i < line.values().size(); i++) {
      // The last interval of a run may be shorter.
      double time = Math.min(end, (i + 1) * line.interval());
      points.append(String.format(Locale.ROOT, "%.1f,%.1f ", x(time), y(line.values().get(i))));
    }
    return "<polyline fill=\"none\" stroke-width=\"2\" stroke=\"%s\" points=\"%s\"/>"
        .formatted(line.colour(), points.toString().strip());
  }

  /** From the top, each moved down where it would cover the one before. */
  private void appendNames(StringBuilder svg) {
    double above = y(limit) + 4;
    List<Line> fromTheTop = new ArrayList<>(lines);
    fromTheTop.sort((a, b) -> Double.compare(b.end(), a.end()));
    for (Line line : fromTheTop) {
      above = Math.max(y(line.end()) + 4, above + LINE_HEIGHT);
      append(
          svg,
          "<text x=\"%d\" y=\"%.1f\" fill=\"%s\">%s</text>",
          WIDTH - RIGHT + 6,
          above,
          line.colour(),
          line.name());
    }
  }

  /** The next ten below all values. */
  private double lowest() {
    double least = limit;
    for (Line line : lines) {
      for (double value : line.values()) {
        least = Math.min(least, value);
      }
    }
    return 10 * Math.floor(least / 10);
  }

  private double x(double time) {
    return LEFT + (WIDTH - LEFT - RIGHT) * time / end;
  }

  private double y(double value) {
    double least = lowest();
    return HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * (value - least) / (100 - least);
  }

  private static void append(StringBuilder svg, String format, Object... values) {
    svg.append(String.format(Locale.ROOT, format, values)).append('\n');
  }
}
