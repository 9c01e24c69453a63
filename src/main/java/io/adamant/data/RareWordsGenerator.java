package io.adamant.data;

import java.util.Arrays;

/**
 * Rows like short texts in which rare words carry the label, the case that step sizes of each
 * parameter's own were made for (Duchi, Hazan and Singer, "Adaptive subgradient methods", 2011,
 * section 1).
 *
 * <p>A row is the set of {@link #WORDS_OF_A_ROW} draws from Zipf's law; feature i is the word of
 * rank i + 1, with the value 1. The label is drawn from a known logistic truth: the tenth of the
 * words that is most frequent weighs little, normally distributed; all others are rare, and weigh
 * +{@link #RARE_WEIGHT} or -{@link #RARE_WEIGHT}. Row {@code i} is a pure function of seed and
 * {@code i}, the truth is the same for all seeds.
 */
public final class RareWordsGenerator implements RowGenerator {
  /** Words of a row, or less where some fall together. */
  public static final int WORDS_OF_A_ROW = 20;

  public static final int DEFAULT_WORDS = 20_000;

  /** The fewest words: one frequent one, and rare ones that differ. */
  public static final int FEWEST_WORDS = 10;

  /** Of so many words one is frequent. */
  private static final int FREQUENT_OF = 10;

  /** Standard deviation of the weights of frequent words. */
  private static final double FREQUENT_SCALE = 0.3;

  /** What rare words weigh. */
  public static final double RARE_WEIGHT = 1.5;

  private static final long WEIGHT_SEED = 0x3C6EF372FE94F82BL;

  private final long seed;
  private final int words;

  /**
   * @param words number of features
   */
  public RareWordsGenerator(long seed, int words) {
    if (words < FEWEST_WORDS) {
      throw new IllegalArgumentException(
          "input.features must be >= %d for input.format = rare-words, got %d"
              .formatted(FEWEST_WORDS, words));
    }
    this.seed = seed;
    this.words = words;
  }

  @Override
  public String name() {
    return "rare-words";
  }

  @Override
  public Drawing drawing() {
    int[] ids = new int[WORDS_OF_A_ROW];
    return (number, row) -> draw(number, row, ids);
  }

  private void draw(long number, ExampleRow row, int[] ids) throws RowFormatException {
    long base = number * (WORDS_OF_A_ROW + 1);
    for (int i = 0; i < WORDS_OF_A_ROW; i++) {
      ids[i] = zipf(ContentHash.toUnitInterval(ContentHash.of(base + i, seed)));
    }
    Arrays.sort(ids);
    double score = 0;
    for (int i = 0; i < WORDS_OF_A_ROW; i++) {
      score += i == 0 || ids[i] != ids[i - 1] ? weight(ids[i]) : 0;
    }
    double uniform = ContentHash.toUnitInterval(ContentHash.of(base + WORDS_OF_A_ROW, seed));
    row.start(uniform < 1 / (1 + StrictMath.exp(-score)) ? 1 : 0, 1.0);
    for (int i = 0; i < WORDS_OF_A_ROW; i++) {
      if (i == 0 || ids[i] != ids[i - 1]) {
        row.add(ids[i], 1.0);
      }
    }
    row.finish();
  }

  /** A rank with a chance in proportion to about 1 / (rank + 1). */
  private int zipf(double uniform) {
    return (int) Math.min(words - 1, StrictMath.exp(uniform * StrictMath.log(words + 1.0)) - 1);
  }

  /** Whether a word is rare. */
  public boolean isRare(int word) {
    return word >= words / FREQUENT_OF;
  }

  /** The truth's weight of a word. */
  public double weight(int word) {
    long bits = ContentHash.of(word, WEIGHT_SEED);
    if (isRare(word)) {
      return bits < 0 ? RARE_WEIGHT : -RARE_WEIGHT;
    }
    int sum = 0;
    for (int i = 0; i < 4; i++) {
      sum += (int) (bits >>> (16 * i)) & 0xffff;
    }
    // Four draws from 0 .. 65535 have the mean 131070 and a standard deviation of 65536/sqrt(3).
    return FREQUENT_SCALE * (sum - 131_070) / 37_837.2;
  }

  /**
   * Whether a row hinges on its rare words: the truth's score has another sign without them.
   *
   * @param row finished
   */
  public boolean hingesOnRareWords(ExampleRow row) {
    double frequent = 0;
    double rare = 0;
    for (int i = 0; i < row.size(); i++) {
      double weight = weight(row.index(i));
      if (isRare(row.index(i))) {
        rare += weight;
      } else {
        frequent += weight;
      }
    }
    return (frequent > 0) != (frequent + rare > 0);
  }
}
