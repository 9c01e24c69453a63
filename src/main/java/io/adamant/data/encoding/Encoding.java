package io.adamant.data.encoding;

import io.adamant.data.ExampleRow;
import io.adamant.data.Fields;
import io.adamant.data.RowFormatException;
import java.io.Serializable;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * How raw columns become features. Each encoder has a range of feature ids for itself, one behind
 * the other, the last of which is for missing values where they have a feature. So a feature is an
 * encoder's first id plus a hash or a bucket, and no table says which is which.
 */
public final class Encoding implements Serializable {
  /** Feature ids are non-negative ints, and so is their number. */
  private static final long MOST_FEATURES = Integer.MAX_VALUE - 1;

  private final List<ColumnEncoding> encoders;

  /** The first feature of each encoder, and behind the last one the number of features. */
  private final int[] starts;

  private final List<RawColumn> columns;

  /**
   * @param encoders in the order of their features
   */
  public Encoding(List<ColumnEncoding> encoders) {
    if (encoders.isEmpty()) {
      throw new IllegalArgumentException("encoding must have one encoder or more, got []");
    }
    this.encoders = List.copyOf(encoders);
    starts = new int[encoders.size() + 1];
    Set<RawColumn> read = new LinkedHashSet<>();
    for (int i = 0; i < encoders.size(); i++) {
      ColumnEncoding encoder = encoders.get(i);
      long end = starts[i] + encoder.features();
      if (end > MOST_FEATURES) {
        throw new IllegalArgumentException(
            "encoding.buckets make more than %d features with column %s; take fewer"
                .formatted(MOST_FEATURES, encoder.name()));
      }
      starts[i + 1] = (int) end;
      encoder.columns().forEach(column -> read.add(column(column, encoder.settings())));
    }
    columns = List.copyOf(read);
  }

  private static RawColumn column(String name, EncoderSettings settings) {
    return new RawColumn(name, settings.readsNumbers());
  }

  public List<ColumnEncoding> encoders() {
    return encoders;
  }

  /** The columns that are read, each once for numbers and once for texts. */
  public List<RawColumn> columns() {
    return columns;
  }

  /** Number of features. */
  public int features() {
    return starts[encoders.size()];
  }

  /** A field for each encoder. */
  public Fields fields() {
    return Fields.ofSizes(IntStream.range(0, encoders.size()).mapToLong(this::features).toArray());
  }

  /** The first feature of an encoder. */
  public int start(int encoder) {
    return starts[encoder];
  }

  /** Number of features of an encoder. */
  public int features(int encoder) {
    return starts[encoder + 1] - starts[encoder];
  }

  /** A survey of rows to learn from. */
  public EncodingSurvey survey() {
    return new EncodingSurvey(this);
  }

  /** Whether there is anything to be learnt. */
  public boolean learns() {
    return encoders.stream().anyMatch(encoder -> encoder.settings().survey() != null);
  }

  /** Encodes rows, for a thread of its own. */
  public Rows rows() {
    return new Rows(this);
  }

  /** The places of an encoder's columns among all that are read. */
  int[] places(int encoder) {
    ColumnEncoding of = encoders.get(encoder);
    return of.columns().stream()
        .mapToInt(name -> columns.indexOf(column(name, of.settings())))
        .toArray();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Encoding that && encoders.equals(that.encoders);
  }

  @Override
  public int hashCode() {
    return encoders.hashCode();
  }

  /** All encoders. */
  @Override
  public String toString() {
    return encoders.toString();
  }

  /** Encodes one row after the other. */
  public static final class Rows {
    private final Encoder[] encoders;
    private final ColumnEncoding[] settings;

    /** The feature of missing values of each encoder, where there is one. */
    private final int[] missing;

    private final boolean[] met;

    Rows(Encoding encoding) {
      int count = encoding.encoders.size();
      settings = encoding.encoders.toArray(ColumnEncoding[]::new);
      encoders = new Encoder[count];
      missing = new int[count];
      met = new boolean[count];
      for (int i = 0; i < count; i++) {
        encoders[i] =
            settings[i]
                .settings()
                .encoder(encoding.places(i), encoding.starts[i], settings[i].learnt());
        missing[i] = encoding.starts[i + 1] - 1;
      }
    }

    /** Adds the features of a row to an example that was started. */
    public void encode(RawRow row, ExampleRow example) throws RowFormatException {
      for (int i = 0; i < encoders.length; i++) {
        if (encoders[i].encode(row, example)) {
          met[i] = true;
          continue;
        }
        switch (settings[i].settings().missing()) {
          case FEATURE -> example.add(missing[i], 1.0);
          case IGNORE -> {}
          case FAIL -> throw missing(settings[i].name());
        }
      }
    }

    static RowFormatException missing(String name) {
      return new RowFormatException(
          "column %s is missing (encoding.missing = fail)".formatted(name));
    }

    /** Which encoders have met a value so far. */
    public boolean[] met() {
      return met.clone();
    }
  }
}
