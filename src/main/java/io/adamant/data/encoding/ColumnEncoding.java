package io.adamant.data.encoding;

import java.io.Serializable;
import java.util.List;

/**
 * An encoder with its columns and what it has learnt; where its features begin is for {@link
 * Encoding} to say.
 *
 * @param columns names, as many as the settings read
 */
public record ColumnEncoding(List<String> columns, EncoderSettings settings, Learnt learnt)
    implements Serializable {
  public ColumnEncoding {
    if (columns.size() != settings.columns()) {
      throw new IllegalArgumentException(
          "an encoder of type %s reads %d columns, got %s"
              .formatted(settings.type(), settings.columns(), columns));
    }
    columns = List.copyOf(columns);
  }

  /** What messages call it: the column, or both that are crossed. */
  public String name() {
    return String.join(" x ", columns);
  }

  /** Number of features. */
  long features() {
    return (long) settings.values(learnt) + (hasMissingFeature() ? 1 : 0);
  }

  boolean hasMissingFeature() {
    return settings.missing() == MissingValues.FEATURE;
  }

  /** The same encoder with what it has learnt. */
  ColumnEncoding with(Learnt other) {
    return new ColumnEncoding(columns, settings, other);
  }
}
