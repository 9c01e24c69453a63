package io.adamant.model;

import io.adamant.data.ContentHash;

/**
 * Dropout (Srivastava et al., "Dropout: a simple way to prevent neural networks from overfitting",
 * 2014): with chance p a hidden unit is 0, else it is divided by 1 - p, so that its mean stays and
 * scoring need not know of it, as in PyTorch.
 *
 * <p>Which units are left out is a hash of seed, layer, row and unit: whoever computes the block
 * leaves out the same.
 */
final class Dropout {
  /** Leaves out none. */
  static final Dropout NONE = new Dropout(0, 0);

  private final double chance;
  private final long seed;

  /**
   * @param chance p
   */
  Dropout(double chance, long seed) {
    this.chance = chance;
    this.seed = seed;
  }

  /**
   * Leaves out some units of a layer.
   *
   * @param units of all rows, changed
   * @param slopes of the units by their inputs, changed alike
   */
  void apply(int layer, double[] units, double[] slopes) {
    if (chance == 0.0) {
      return;
    }
    long ofLayer = ContentHash.of(layer, seed);
    double scale = 1.0 / (1.0 - chance);
    for (int i = 0; i < units.length; i++) {
      boolean isKept = ContentHash.toUnitInterval(ContentHash.of(i, ofLayer)) >= chance;
      double factor = isKept ? scale : 0.0;
      units[i] *= factor;
      slopes[i] *= factor;
    }
  }
}
