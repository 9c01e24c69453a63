package io.adamant.optimizer;

import io.adamant.linalg.PairwiseSum;

/** A norm over all values of a gradient; PyTorch's {@code norm_type}. */
public enum VectorNorm {
  /** Sum of magnitudes. */
  L1 {
    @Override
    double part(double[] values) {
      double sum = 0.0;
      for (double value : values) {
        sum += Math.abs(value);
      }
      return sum;
    }

    @Override
    double join(double left, double right) {
      return left + right;
    }

    @Override
    double value(double joined) {
      return joined;
    }
  },
  /** The Euclidean norm; its order of summation depends on the shape alone. */
  L2 {
    @Override
    double part(double[] values) {
      return PairwiseSum.ofSquares(values, 0, values.length);
    }

    @Override
    double join(double left, double right) {
      return left + right;
    }

    @Override
    double value(double joined) {
      return Math.sqrt(joined);
    }
  },
  /** The largest magnitude; NaN where a value is NaN. */
  MAX {
    @Override
    double part(double[] values) {
      double largest = 0.0;
      for (double value : values) {
        largest = Math.max(largest, Math.abs(value));
      }
      return largest;
    }

    @Override
    double join(double left, double right) {
      return Math.max(left, right);
    }

    @Override
    double value(double joined) {
      return joined;
    }
  };

  /** What some values come to, to be joined with that of others. */
  abstract double part(double[] values);

  abstract double join(double left, double right);

  /** The norm, of what all values came to. */
  abstract double value(double joined);
}
