package io.adamant.storage;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How the rows were read that a model was trained on, where they came from a table. Rows to score
 * are read the same way unless told otherwise.
 *
 * @param format parquet, csv or tsv
 * @param header null for parquet, as the three below
 * @param columns names of the columns, where there is no header
 * @param separator between cells
 * @param quoting whether cells may be quoted
 * @param featuresColumn null where there is none
 * @param weightColumn null where there is none
 * @param offsetColumn null where there is none
 */
public record InputSection(
    String format,
    @Nullable Boolean header,
    @Nullable List<String> columns,
    @Nullable String separator,
    @Nullable Boolean quoting,
    String labelColumn,
    @Nullable String featuresColumn,
    @Nullable String weightColumn,
    @Nullable String offsetColumn) {
  /** Gson leaves out what is missing and takes null for an answer; neither makes an input. */
  void requireComplete() {
    if (Arrays.<@Nullable Object>asList(format, labelColumn).contains(null)
        || (columns != null && columns.contains(null))) {
      throw new InvalidModelException(
          "%s: input must have a format, a labelColumn, and columns that are names"
              .formatted(ModelManifest.FILE_NAME));
    }
  }
}
