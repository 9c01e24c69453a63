package io.adamant.data.encoding;

import io.adamant.data.InvalidInputException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * An element of a job's {@code encoding}: settings, and the columns that each get an encoder of
 * them.
 *
 * @param columns names, in which {@code *} stands for any characters
 */
public record EncoderRule(List<String> columns, EncoderSettings settings) {
  public EncoderRule {
    if (columns.isEmpty() || (settings.columns() > 1 && columns.size() != settings.columns())) {
      throw new IllegalArgumentException(
          "encoding.columns must be %s for type = %s, got %s"
              .formatted(
                  settings.columns() > 1 ? settings.columns() + " names" : "one name or more",
                  settings.type(),
                  columns));
    }
    settings.requireComplete();
    columns = List.copyOf(columns);
  }

  /**
   * The encoding of a table, which has learnt nothing yet.
   *
   * @param table columns of the table
   * @param reserved those that are label, weight or offset
   * @throws InvalidInputException where a name or pattern finds none
   */
  public static Encoding encoding(
      List<EncoderRule> rules, List<String> table, List<String> reserved) {
    List<ColumnEncoding> encoders = new ArrayList<>();
    for (EncoderRule rule : rules) {
      if (rule.settings.columns() > 1) {
        List<String> names = new ArrayList<>();
        rule.columns.forEach(name -> names.add(one(name, table, reserved)));
        encoders.add(new ColumnEncoding(names, rule.settings, Learnt.NOTHING));
        continue;
      }
      Set<String> names = new LinkedHashSet<>();
      rule.columns.forEach(pattern -> names.addAll(matching(pattern, table, reserved)));
      for (String name : names) {
        encoders.add(new ColumnEncoding(List.of(name), rule.settings, Learnt.NOTHING));
      }
    }
    return new Encoding(encoders);
  }

  private static String one(String name, List<String> table, List<String> reserved) {
    List<String> found = matching(name, table, reserved);
    if (found.size() > 1) {
      throw new InvalidInputException(
          "encoding.columns = %s is %s; a cross takes one column for each"
              .formatted(name, String.join(", ", found)));
    }
    return found.get(0);
  }

  private static List<String> matching(String name, List<String> table, List<String> reserved) {
    if (reserved.contains(name)) {
      throw new InvalidInputException(
          "encoding.columns = %s is the column of labels, weights or offsets, not of features"
              .formatted(name));
    }
    Pattern pattern = Pattern.compile(Pattern.quote(name).replace("*", "\\E.*\\Q"));
    List<String> found =
        table.stream()
            .filter(column -> !reserved.contains(column) && pattern.matcher(column).matches())
            .toList();
    if (found.isEmpty()) {
      throw new InvalidInputException(
          "%s %s; there are %s"
              .formatted(
                  name.contains("*") ? "encoding.columns matches no column:" : "no column",
                  name,
                  String.join(", ", table)));
    }
    return found;
  }
}
