package io.adamant.ml;

import java.util.List;

/**
 * How text files hold a table.
 *
 * @param header whether the first line of each file names the columns
 * @param columns names, in order, where there is no header
 * @param separator one character between cells
 * @param quoting whether a cell may stand in double quotes
 */
public record CsvLayout(boolean header, List<String> columns, String separator, boolean quoting) {
  /** A header, commas and quotes. */
  public static final CsvLayout PLAIN = new CsvLayout(true, List.of(), ",", true);

  /** Whether it is what the format tsv has, but for the header. */
  public boolean isTsv() {
    return separator.equals("\t") && !quoting;
  }

  public CsvLayout {
    if (separator.length() != 1) {
      throw new IllegalArgumentException(
          "input.separator must be one character, got '%s'".formatted(separator));
    }
    if (header != columns.isEmpty()) {
      throw new IllegalArgumentException(
          header
              ? "input.columns is for input.header = false; the header names them"
              : "input.columns must name all columns where input.header = false");
    }
    if (columns.stream().distinct().count() != columns.size()) {
      throw new IllegalArgumentException("input.columns must be different, got " + columns);
    }
    columns = List.copyOf(columns);
  }
}
