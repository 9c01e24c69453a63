package io.adamant.jobs;

import io.adamant.data.Task;
import io.adamant.data.encoding.ColumnEncoding;
import io.adamant.data.encoding.Encoding;
import io.adamant.data.encoding.Moments;
import io.adamant.data.encoding.RawColumn;
import io.adamant.engine.InputRules;
import io.adamant.ml.RawTable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;

/** From the encoders of a job to those of its table. */
final class TableEncoding {
  private TableEncoding() {}

  /**
   * The encoding of the rows to train on; null where they are not encoded.
   *
   * @param warmStart the model to begin with, whose encoding is kept; null for none
   */
  static @Nullable Encoding of(
      InputSettings input, SparkSession spark, Task task, @Nullable WarmStart warmStart) {
    if (!input.encoding().isUsed()) {
      if (warmStart != null) {
        warmStart.requireEncoding(null);
      }
      return null;
    }
    RawTable table = input.table(spark, task);
    Encoding asked = table.encoding(input.encoding().rules());
    if (warmStart != null) {
      return warmStart.requireEncoding(asked);
    }
    InputRules rules = input.rules().withTask(task);
    return table.learnt(asked, rules);
  }

  /** Such as {@code 2 columns encoded: 1 number -> 2 features, 1 text -> 1,001 features}. */
  static String summary(Encoding encoding) {
    Map<String, long[]> types = new LinkedHashMap<>();
    for (int i = 0; i < encoding.encoders().size(); i++) {
      long[] sums =
          types.computeIfAbsent(encoding.encoders().get(i).settings().type(), type -> new long[2]);
      sums[0]++;
      sums[1] += encoding.features(i);
    }
    long columns = encoding.columns().stream().map(RawColumn::name).distinct().count();
    StringBuilder text =
        new StringBuilder(columns == 1 ? "1 column" : columns + " columns").append(" encoded: ");
    String separator = "";
    for (Map.Entry<String, long[]> type : types.entrySet()) {
      text.append(separator)
          .append(
              String.format(
                  Locale.ROOT,
                  "%d %s -> %,d features",
                  type.getValue()[0],
                  type.getKey(),
                  type.getValue()[1]));
      separator = ", ";
    }
    return text.toString();
  }

  /** A line for each encoder: column, type with settings, what was learnt, and its features. */
  static List<String> lines(Encoding encoding) {
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < encoding.encoders().size(); i++) {
      ColumnEncoding encoder = encoding.encoders().get(i);
      lines.add(
          String.format(
              Locale.ROOT,
              "%s; features %,d to %,d%s",
              words(encoder),
              encoding.start(i),
              encoding.start(i) + encoding.features(i) - 1,
              learnt(encoder)));
    }
    return lines;
  }

  /** An encoder's columns, type and settings. */
  static String words(ColumnEncoding encoder) {
    StringBuilder words =
        new StringBuilder(encoder.name()).append(": ").append(encoder.settings().type());
    RecordSettings.texts(encoder.settings())
        .forEach((key, value) -> words.append(", ").append(key).append(' ').append(value));
    return words.toString();
  }

  private static String learnt(ColumnEncoding encoder) {
    if (!encoder.learnt().boundaries().isEmpty()) {
      return "; boundaries " + encoder.learnt().boundaries();
    }
    return encoder.settings().survey() instanceof Moments
        ? String.format(
            Locale.ROOT,
            "; mean %.6g, deviation %.6g",
            encoder.learnt().mean(),
            encoder.learnt().deviation())
        : "";
  }
}
