package io.adamant.ml;

import org.jspecify.annotations.Nullable;

/**
 * The columns of a table of examples.
 *
 * @param label a number, or text where that is allowed
 * @param features an ML vector; in CSV, where there are none, all other columns are features
 * @param weight a number; null where all rows weigh 1
 * @param offset a number that is added to the row's score; null for none
 * @param takesText whether labels may be text
 * @param ignoresLabels whether labels are not read, even where the table has them; all are 0
 */
public record TableColumns(
    String label,
    String features,
    @Nullable String weight,
    @Nullable String offset,
    boolean takesText,
    boolean ignoresLabels) {
  /** Of rows without an offset, whose labels are numbers. */
  public TableColumns(String label, String features, @Nullable String weight) {
    this(label, features, weight, null, false);
  }

  /** Of rows that have labels. */
  public TableColumns(
      String label,
      String features,
      @Nullable String weight,
      @Nullable String offset,
      boolean takesText) {
    this(label, features, weight, offset, takesText, false);
  }
}
