package io.adamant.schedule;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A recorded schedule: what its first lines say, and columns of numbers. */
final class GoldenScheduleFile {
  private static final String NUMBER = "[-+]?(?:\\d+\\.?\\d*|\\.\\d+)(?:[eE][-+]?\\d+)?";
  private static final String FRACTION = NUMBER + "(?:/" + NUMBER + ")?";
  private static final Pattern BARE = Pattern.compile("(?<![\\w.'])" + FRACTION + "(?!\\w)");

  final String name;

  /** What the comments say, from the first word of the schedule's settings. */
  final String settings;

  private final String comments;
  private final List<String> header;
  private final List<String[]> rows = new ArrayList<>();

  GoldenScheduleFile(Path file) throws IOException {
    name = file.getFileName().toString().replace(".csv", "");
    List<String> lines = Files.readAllLines(file);
    List<String> said = lines.stream().filter(line -> line.startsWith("# ")).toList();
    comments = String.join("\n", said);
    // PyTorch's files have three comments, the last with the names of the columns; the file of
    // formulas has one, and then the names.
    boolean isTorch = said.size() == 3;
    settings = said.get(isTorch ? 1 : 0).substring(2);
    String names = isTorch ? said.get(2).replace("# columns: ", "") : lines.get(said.size());
    header = List.of(names.split(",", -1));
    for (String line : lines.subList(said.size() + (isTorch ? 0 : 1), lines.size())) {
      rows.add(line.split(",", -1));
    }
  }

  int rows() {
    return rows.size();
  }

  List<String> columns() {
    return header.subList(1, header.size());
  }

  /** A column's numbers, row t that of step t + 1; none where it is empty. */
  double[] column(String title) {
    int index = header.indexOf(title);
    return rows.stream()
        .map(row -> row[index])
        .filter(cell -> !cell.isEmpty())
        .mapToDouble(Double::parseDouble)
        .toArray();
  }

  /** The rate before any schedule. */
  double baseRate() {
    Matcher matcher = Pattern.compile("\\bbase (?:lr )?(" + FRACTION + ")").matcher(comments);
    if (!matcher.find()) {
      throw new IllegalStateException(name + " does not say its base rate");
    }
    return number(matcher.group(1));
  }

  /** The number behind a word of the settings. */
  OptionalDouble after(String word) {
    Matcher matcher =
        Pattern.compile("(?<![\\w'])'?" + word + "'?:? +(" + FRACTION + ")").matcher(settings);
    return matcher.find() ? OptionalDouble.of(number(matcher.group(1))) : OptionalDouble.empty();
  }

  /** The numbers of a text that stand alone, in order. */
  static double[] numbers(String text) {
    return BARE.matcher(text).results().mapToDouble(match -> number(match.group())).toArray();
  }

  private static double number(String text) {
    double[] parts = Arrays.stream(text.split("/", -1)).mapToDouble(Double::parseDouble).toArray();
    return parts.length == 1 ? parts[0] : parts[0] / parts[1];
  }

  @Override
  public String toString() {
    return name;
  }
}
