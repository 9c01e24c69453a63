package io.adamant.data.encoding;

import io.adamant.data.ExampleRow;
import io.adamant.data.RowFormatException;
import java.util.List;
import java.util.Objects;

/**
 * A text as its terms and their n-grams, hashed: what scikit-learn's HashingVectorizer makes of it,
 * with names of its settings. See {@link Hashing}. Words may have one letter here, and terms that
 * share a bucket are counted together before {@code values} and {@code norm} are applied.
 *
 * @param analyzer what a term is
 * @param ngramRange fewest and most terms of an n-gram
 * @param lowercase whether upper case is lower case
 * @param values what a feature's value is
 * @param norm what the values of a text are divided by
 * @param buckets number of features for n-grams
 */
public record TextSettings(
    Analyzer analyzer,
    List<Long> ngramRange,
    boolean lowercase,
    Values values,
    Norm norm,
    int buckets,
    int seed,
    boolean signed,
    MissingValues missing)
    implements EncoderSettings {
  private static final int MOST_TERMS = 32;

  public static final TextSettings DEFAULT =
      new TextSettings(
          Analyzer.WORD,
          List.of(1L, 1L),
          true,
          Values.COUNT,
          Norm.L2,
          Hashing.DEFAULT_BUCKETS,
          0,
          false,
          MissingValues.FEATURE);

  /** What a term is. */
  public enum Analyzer {
    /** A run of letters, digits, marks and underscores. */
    WORD,
    /** A run of anything but white space. */
    WHITESPACE,
    /** A character; white space in a row is one blank. */
    CHAR
  }

  /** What the value of a feature is whose terms occur {@code n} times. */
  public enum Values {
    /** n. */
    COUNT,
    /** 1. */
    BINARY,
    /** 1 + ln n. */
    LOG;

    /** The value; {@code count} is negative where terms count as -1. */
    double of(double count) {
      double n = Math.abs(count);
      if (n == 0 || this == COUNT) {
        return count;
      }
      return Math.copySign(this == BINARY ? 1 : 1 + StrictMath.log(n), count);
    }
  }

  /** What the values of a text are divided by. */
  public enum Norm {
    /** Nothing. */
    NONE,
    /** The root of the sum of their squares. */
    L2
  }

  public TextSettings {
    Objects.requireNonNull(analyzer, "analyzer");
    Objects.requireNonNull(values, "values");
    Objects.requireNonNull(norm, "norm");
    Objects.requireNonNull(missing, "missing");
    Hashing.requireBuckets(buckets);
    boolean isRange =
        ngramRange.size() == 2
            && ngramRange.get(0) >= 1
            && ngramRange.get(0) <= ngramRange.get(1)
            && ngramRange.get(1) <= MOST_TERMS;
    if (!isRange) {
      throw new IllegalArgumentException(
          "encoding.ngram-range must be two ascending numbers from 1 to %d, got %s"
              .formatted(MOST_TERMS, ngramRange));
    }
    ngramRange = List.copyOf(ngramRange);
  }

  @Override
  public String type() {
    return "text";
  }

  @Override
  public boolean readsNumbers() {
    return false;
  }

  @Override
  public int values(Learnt learnt) {
    return buckets;
  }

  @Override
  public Encoder encoder(int[] columns, int first, Learnt learnt) {
    return new OfRows(columns[0], first, this);
  }

  private static final class OfRows implements Encoder {
    private final int column;
    private final int first;
    private final TextSettings settings;
    private final int fewest;
    private final int most;
    private final Terms terms;
    private final HashedTexts hashed;
    private final TextBytes text = new TextBytes();

    OfRows(int column, int first, TextSettings settings) {
      this.column = column;
      this.first = first;
      this.settings = settings;
      this.fewest = settings.ngramRange.get(0).intValue();
      this.most = settings.ngramRange.get(1).intValue();
      this.terms = new Terms(settings.analyzer, settings.lowercase);
      this.hashed = new HashedTexts(settings.buckets, settings.signed);
    }

    @Override
    public boolean encode(RawRow row, ExampleRow example) throws RowFormatException {
      int texts = row.texts(column);
      hashed.clear();
      boolean isThere = false;
      for (int i = 0; i < texts; i++) {
        if (row.text(column, i, text)) {
          isThere = true;
          terms.read(text);
          hash();
        }
      }
      hashed.count();
      double divisor = divisor();
      for (int i = 0; i < hashed.found(); i++) {
        example.add(first + hashed.bucket(i), settings.values.of(hashed.countOf(i)) / divisor);
      }
      return isThere;
    }

    private void hash() {
      byte[] bytes = terms.bytes();
      for (int from = 0; from < terms.count(); from++) {
        int last = Math.min(terms.count() - 1, from + most - 1);
        for (int to = from + fewest - 1; to <= last; to++) {
          int start = terms.start(from);
          hashed.add(Hashing.hash(bytes, start, terms.end(to) - start, settings.seed));
        }
      }
    }

    private double divisor() {
      if (settings.norm == Norm.NONE) {
        return 1;
      }
      double squares = 0;
      for (int i = 0; i < hashed.found(); i++) {
        double value = settings.values.of(hashed.countOf(i));
        squares += value * value;
      }
      return squares == 0 ? 1 : Math.sqrt(squares);
    }
  }
}
