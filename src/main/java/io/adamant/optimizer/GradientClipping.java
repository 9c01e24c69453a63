package io.adamant.optimizer;

/**
 * Clipping of a gradient: first each value, then the norm over all values, as PyTorch's {@code
 * clip_grad_value_} and {@code clip_grad_norm_} do.
 *
 * @param value limit of each value's magnitude, above 0; infinite for none
 * @param norm limit of the global norm, above 0; infinite for none
 */
public record GradientClipping(double value, double norm) {
  /** No clipping. */
  public static final GradientClipping NONE =
      new GradientClipping(Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY);

  /** PyTorch adds this to the norm before dividing by it. */
  private static final double NORM_EPSILON = 1e-6;

  public GradientClipping {
    if (!(value > 0)) {
      throw new IllegalArgumentException("clip.value must be > 0, got " + value);
    }
    if (!(norm > 0)) {
      throw new IllegalArgumentException("clip.norm must be > 0, got " + norm);
    }
  }

  /**
   * Clips a gradient in place.
   *
   * @return whether anything was changed
   */
  public boolean apply(Gradient gradient) {
    boolean clipped = value < Double.POSITIVE_INFINITY && gradient.clamp(value);
    if (norm < Double.POSITIVE_INFINITY) {
      double factor = Math.min(1.0, norm / (gradient.globalNorm() + NORM_EPSILON));
      if (factor < 1.0) {
        gradient.scale(factor);
        clipped = true;
      }
    }
    return clipped;
  }
}
