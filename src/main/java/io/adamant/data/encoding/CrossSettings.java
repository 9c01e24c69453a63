package io.adamant.data.encoding;

import io.adamant.data.ExampleRow;
import io.adamant.data.RowFormatException;
import java.util.Objects;

/**
 * What the categories of two columns are together, hashed as one: the hash of the second text has
 * that of the first as its seed. Lists are crossed each with each. A cross is missing where either
 * column is.
 *
 * @param buckets number of features for pairs
 */
public record CrossSettings(int buckets, int seed, boolean signed, MissingValues missing)
    implements EncoderSettings {
  public static final CrossSettings DEFAULT =
      new CrossSettings(Hashing.DEFAULT_BUCKETS, 0, false, MissingValues.FEATURE);

  public CrossSettings {
    Objects.requireNonNull(missing, "missing");
    Hashing.requireBuckets(buckets);
  }

  @Override
  public String type() {
    return "cross";
  }

  @Override
  public boolean readsNumbers() {
    return false;
  }

  @Override
  public int columns() {
    return 2;
  }

  @Override
  public int values(Learnt learnt) {
    return buckets;
  }

  @Override
  public Encoder encoder(int[] columns, int first, Learnt learnt) {
    return new OfRows(columns[0], columns[1], first, this);
  }

  private static final class OfRows implements Encoder {
    private final int left;
    private final int right;
    private final int first;
    private final int seed;
    private final HashedTexts hashed;
    private final TextBytes text = new TextBytes();

    OfRows(int left, int right, int first, CrossSettings settings) {
      this.left = left;
      this.right = right;
      this.first = first;
      this.seed = settings.seed;
      this.hashed = new HashedTexts(settings.buckets, settings.signed);
    }

    @Override
    public boolean encode(RawRow row, ExampleRow example) throws RowFormatException {
      int lefts = row.texts(left);
      int rights = row.texts(right);
      hashed.clear();
      for (int i = 0; i < lefts; i++) {
        if (!row.text(left, i, text)) {
          continue;
        }
        int ofLeft = Hashing.hash(text, seed);
        for (int j = 0; j < rights; j++) {
          if (row.text(right, j, text)) {
            hashed.add(Hashing.hash(text, ofLeft));
          }
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
