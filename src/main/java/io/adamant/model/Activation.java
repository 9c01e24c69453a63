package io.adamant.model;

/** What a hidden unit makes of its input z. */
public enum Activation {
  /** {@code max(0, z)}; its slope at 0 is 0, as in PyTorch. */
  RELU {
    @Override
    void apply(double[] units, double[] slopes) {
      for (int i = 0; i < units.length; i++) {
        slopes[i] = units[i] > 0.0 ? 1.0 : 0.0;
        // Not a comparison: a NaN stays one.
        units[i] = Math.max(units[i], 0.0);
      }
    }
  },

  /**
   * {@code z/2 (1 + tanh(√(2/π) (z + 0.044715 z³)))}, the form by tanh of Hendrycks and Gimpel,
   * "Gaussian error linear units (GELUs)" (2016): PyTorch's {@code GELU(approximate="tanh")}. The
   * normal distribution itself, which it is within .001 of, has no function in Java.
   */
  GELU {
    @Override
    void apply(double[] units, double[] slopes) {
      for (int i = 0; i < units.length; i++) {
        double z = units[i];
        double tanh = StrictMath.tanh(GELU_SCALE * (z + GELU_CUBE * z * z * z));
        double slopeOfTanh = (1.0 - tanh * tanh) * GELU_SCALE * (1.0 + 3.0 * GELU_CUBE * z * z);
        units[i] = 0.5 * z * (1.0 + tanh);
        slopes[i] = 0.5 * (1.0 + tanh) + 0.5 * z * slopeOfTanh;
      }
    }
  },

  /** {@code tanh(z)}, with the slope {@code 1 - tanh(z)²}. */
  TANH {
    @Override
    void apply(double[] units, double[] slopes) {
      for (int i = 0; i < units.length; i++) {
        double tanh = StrictMath.tanh(units[i]);
        units[i] = tanh;
        slopes[i] = 1.0 - tanh * tanh;
      }
    }
  };

  private static final double GELU_SCALE = StrictMath.sqrt(2.0 / Math.PI);
  private static final double GELU_CUBE = 0.044715;

  /**
   * Replaces inputs by units.
   *
   * @param units inputs, overwritten
   * @param slopes of the units by their inputs, written
   */
  abstract void apply(double[] units, double[] slopes);
}
