package io.adamant.data;

import java.util.Arrays;

/**
 * Rows like those of a click log: 13 bucketed numbers and 26 categories whose values follow Zipf's
 * law, hashed to {@code features} features, all with the value 1.
 *
 * <p>The label is drawn from a known logistic truth over the hashed features, so that logistic
 * regression can express it and the best log loss that any model can reach is known. Row {@code i}
 * is a pure function of seed and {@code i}.
 */
public final class CtrGenerator implements RowGenerator {
  /** Numbers in a row. */
  public static final int NUMBERS = 13;

  /** Categories in a row. */
  public static final int CATEGORIES = 26;

  /** Entries in a row, or one less where two of them hash to the same feature. */
  public static final int FIELDS = NUMBERS + CATEGORIES;

  private static final int NUMBER_BUCKETS = 24;

  /** Distinct values of each category: as uneven as those of real click logs. */
  private static final int[] CARDINALITIES = {
    3, 4, 10, 15, 20, 30, 100, 200, 300, 500, 600, 1_000, 2_000, 3_000, 5_000, 5_000, 10_000,
    15_000, 20_000, 50_000, 100_000, 150_000, 300_000, 500_000, 1_000_000, 2_000_000
  };

  /** Standard deviation of the truth's weight of one feature. */
  private static final double WEIGHT_SCALE = 0.3;

  private static final double BIAS = -1.5;

  private static final long WEIGHT_SEED = 0x2545F4914F6CDD1DL;

  private final long seed;
  private final int features;

  /**
   * @param features the number of features to hash to, at least 1
   */
  public CtrGenerator(long seed, int features) {
    if (features < 1) {
      throw new IllegalArgumentException("features must be >= 1, got " + features);
    }
    this.seed = seed;
    this.features = features;
  }

  @Override
  public String name() {
    return "ctr";
  }

  @Override
  public Drawing drawing() {
    int[] ids = new int[FIELDS];
    return (number, row) -> draw(number, row, ids);
  }

  /**
   * Draws row {@code number} into {@code row}, with labels 0 and 1 and indices from 0.
   *
   * @param ids working space of {@link #FIELDS} ints
   */
  public void draw(long number, ExampleRow row, int[] ids) throws RowFormatException {
    long base = number * (FIELDS + 1);
    for (int field = 0; field < FIELDS; field++) {
      double uniform = ContentHash.toUnitInterval(ContentHash.of(base + field, seed));
      long value =
          field < NUMBERS ? bucket(uniform) : zipf(uniform, CARDINALITIES[field - NUMBERS]);
      ids[field] = featureOf(field, value);
    }
    Arrays.sort(ids, 0, FIELDS);
    double logit = BIAS;
    for (int i = 0; i < FIELDS; i++) {
      logit += (i == 0 || ids[i] != ids[i - 1]) ? weight(ids[i]) : 0.0;
    }
    double uniform = ContentHash.toUnitInterval(ContentHash.of(base + FIELDS, seed));
    boolean clicked = uniform < 1 / (1 + StrictMath.exp(-logit));
    row.start(clicked ? 1 : 0, 1.0);
    for (int i = 0; i < FIELDS; i++) {
      if (i == 0 || ids[i] != ids[i - 1]) {
        row.add(ids[i], 1.0);
      }
    }
    row.finish();
  }

  /** The truth's bias. */
  public double bias() {
    return BIAS;
  }

  /** The truth's weight of a feature: nearly normal, the sum of four even draws. */
  public double weight(int feature) {
    long bits = ContentHash.of(feature, seed ^ WEIGHT_SEED);
    int sum = 0;
    for (int i = 0; i < 4; i++) {
      sum += (int) (bits >>> (16 * i)) & 0xffff;
    }
    // Four draws from 0 .. 65535 have the mean 131070 and a standard deviation of 65536/sqrt(3).
    return WEIGHT_SCALE * (sum - 131_070) / 37_837.2;
  }

  /** A bucket of a skewed number: low ones are frequent. */
  private static long bucket(double uniform) {
    return (long) (NUMBER_BUCKETS * uniform * uniform);
  }

  /** A rank from 0 to {@code n - 1} with a chance in proportion to about {@code 1 / (rank + 1)}. */
  private static long zipf(double uniform, int n) {
    return (long) StrictMath.exp(uniform * StrictMath.log(n + 1.0)) - 1;
  }

  private int featureOf(int field, long value) {
    long hash = ContentHash.of((long) field << 40 | value, 0);
    return (int) Math.multiplyHigh(hash >>> 1, 2L * features);
  }
}
