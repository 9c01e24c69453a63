package io.adamant.jobs;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.adamant.benchmark.Figure;
import io.adamant.benchmark.Machine;
import io.adamant.benchmark.Result;
import io.adamant.benchmark.Sizes;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Results of comparisons as people and as programs read them. */
final class BenchmarkReport {
  private static final int INDENT = 10;

  private BenchmarkReport() {}

  /** A result in some lines: ratio and bar, then what both sides took. */
  static List<String> lines(Result result) {
    List<String> lines = new ArrayList<>();
    lines.add(
        String.format(
            Locale.ROOT,
            "%8s  %s  %s %s  %s: %s",
            number(result.value()),
            result.met() ? "met   " : "MISSED",
            result.bar().direction().text(),
            number(result.bar().limit()),
            result.name(),
            result.what()));
    for (Figure figure : result.figures()) {
      lines.add(" ".repeat(INDENT) + line(figure));
    }
    for (String note : result.notes()) {
      lines.addAll(Paragraph.lines("", INDENT, note));
    }
    return lines;
  }

  private static String line(Figure figure) {
    String spread =
        figure.values().size() == 1
            ? ""
            : " (median of %d, from %s to %s)"
                .formatted(
                    figure.values().size(), number(figure.lowest()), number(figure.highest()));
    return "%s: %s %s".formatted(figure.what(), number(figure.median()), figure.unit()).strip()
        + spread;
  }

  /** Three digits that count, or all those before the point. */
  private static String number(double value) {
    double size = Math.abs(value);
    int decimals = size >= 100 || size == 0 ? 0 : size >= 10 ? 1 : size >= 1 ? 2 : 3;
    return String.format(Locale.ROOT, "%,." + decimals + "f", value);
  }

  /** A list with an object for each result; each says what it was measured on and with. */
  static JsonArray json(List<Result> results, Machine machine, Sizes sizes) {
    JsonArray list = new JsonArray();
    for (Result result : results) {
      JsonObject line = new JsonObject();
      line.addProperty("name", result.name());
      line.addProperty("value", result.value());
      line.addProperty("bar", result.bar().limit());
      line.addProperty("met", result.met());
      line.addProperty("direction", result.bar().direction().text());
      line.addProperty("what", result.what());
      JsonArray figures = new JsonArray();
      result.figures().forEach(figure -> figures.add(json(figure)));
      line.add("figures", figures);
      JsonArray notes = new JsonArray();
      result.notes().forEach(notes::add);
      line.add("notes", notes);
      line.add("sizes", json(sizes));
      line.add("machine", json(machine));
      list.add(line);
    }
    return list;
  }

  private static JsonObject json(Figure figure) {
    JsonObject object = new JsonObject();
    object.addProperty("what", figure.what());
    object.addProperty("unit", figure.unit());
    object.addProperty("median", figure.median());
    object.addProperty("lowest", figure.lowest());
    object.addProperty("highest", figure.highest());
    object.addProperty("measurements", figure.values().size());
    return object;
  }

  private static JsonObject json(Sizes sizes) {
    JsonObject object = new JsonObject();
    object.addProperty("rows", sizes.rows());
    object.addProperty("features", sizes.features());
    object.addProperty("batch", sizes.batch());
    object.addProperty("steps", sizes.steps());
    object.addProperty("rounds", sizes.rounds());
    return object;
  }

  private static JsonObject json(Machine machine) {
    JsonObject object = new JsonObject();
    object.addProperty("processor", machine.processor());
    object.addProperty("cores", machine.cores());
    object.addProperty("memoryGiB", machine.memoryGibibytes());
    object.addProperty("heapGiB", machine.heapGibibytes());
    object.addProperty("java", machine.java());
    object.addProperty("spark", machine.spark());
    object.addProperty("master", machine.master());
    return object;
  }
}
