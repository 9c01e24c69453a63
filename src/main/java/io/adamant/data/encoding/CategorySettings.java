package io.adamant.data.encoding;

import io.adamant.data.ExampleRow;
import io.adamant.data.RowFormatException;
import java.util.Objects;

/**
 * A category, or a list of them, hashed: the feature of its bucket is 1, or -1 with {@code signed};
 * categories of a list that share a bucket add up. See {@link Hashing}.
 *
 * @param buckets number of features for categories
 */
public record CategorySettings(int buckets, int seed, boolean signed, MissingValues missing)
    implements EncoderSettings {
  public static final CategorySettings DEFAULT =
      new CategorySettings(Hashing.DEFAULT_BUCKETS, 0, false, MissingValues.FEATURE);

  public CategorySettings {
    Objects.requireNonNull(missing, "missing");
    Hashing.requireBuckets(buckets);
  }

  @Override
  public String type() {
    return "category";
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
    private final int seed;
    private final HashedTexts hashed;
    private final TextBytes text = new TextBytes();

    OfRows(int column, int first, CategorySettings settings) {
      this.column = column;
      this.first = first;
      this.seed = settings.seed;
      this.hashed = new HashedTexts(settings.buckets, settings.signed);
    }

    @Override
    public boolean encode(RawRow row, ExampleRow example) throws RowFormatException {
      int texts = row.texts(column);
      hashed.clear();
      for (int i = 0; i < texts; i++) {
        if (row.text(column, i, text)) {
          hashed.add(Hashing.hash(text, seed));
        }
      }
      hashed.count();
      for (int i = 0; i < hashed.found(); i++) {
        example.add(first + hashed.bucket(i), hashed.countOf(i));
      }
      return !hashed.isEmpty();
    }
  }
}
