package io.adamant.data;

/**
 * The rows on which Wilson et al., "The marginal value of adaptive gradient methods in machine
 * learning" (arXiv:1705.08292, section 3.3), set adaptive methods and gradient descent apart.
 *
 * <p>The label y is +1 with probability p, else -1. Of the features
 *
 * <pre>
 *   0       is y
 *   1, 2    are 1
 *   3 + 5i  to 7 + 5i are private to row i: one of them is 1 where y = +1, all five where y = -1
 * </pre>
 *
 * <p>Feature 0 alone tells the label. A row that was not trained on is a fresh draw, as no trained
 * row has its private features and their weights are still zero: rows held back for validation
 * measure the error that the paper's construction is about.
 */
public final class WilsonGenerator implements RowGenerator {
  public static final double DEFAULT_POSITIVE_FRACTION = 0.6;

  /** Features that all rows share. */
  public static final int SHARED_FEATURES = 3;

  /** Features that each row has for itself. */
  public static final int PRIVATE_FEATURES = 5;

  /** The most rows: feature ids are ints. */
  public static final long MAX_ROWS = (Integer.MAX_VALUE - SHARED_FEATURES) / PRIVATE_FEATURES;

  private final long seed;
  private final double positiveFraction;

  /**
   * @param positiveFraction p, above 1/2: the construction needs more positives than negatives
   */
  public WilsonGenerator(long seed, double positiveFraction) {
    if (!(positiveFraction > 0.5 && positiveFraction < 1)) {
      throw new IllegalArgumentException(
          "input.positive-fraction must be in (0.5, 1), got " + positiveFraction);
    }
    this.seed = seed;
    this.positiveFraction = positiveFraction;
  }

  /** The number of features of some rows, at most {@link #MAX_ROWS}. */
  public static int features(long rows) {
    return Math.toIntExact(SHARED_FEATURES + PRIVATE_FEATURES * rows);
  }

  @Override
  public String name() {
    return "wilson";
  }

  @Override
  public Drawing drawing() {
    return this::draw;
  }

  private void draw(long number, ExampleRow row) throws RowFormatException {
    double uniform = ContentHash.toUnitInterval(ContentHash.of(number, seed));
    boolean isPositive = uniform < positiveFraction;
    double label = isPositive ? 1 : -1;
    row.start(label, 1.0);
    row.add(0, label);
    row.add(1, 1.0);
    row.add(2, 1.0);
    int own = features(number);
    for (int i = 0; i < (isPositive ? 1 : PRIVATE_FEATURES); i++) {
      row.add(own + i, 1.0);
    }
    row.finish();
  }
}
