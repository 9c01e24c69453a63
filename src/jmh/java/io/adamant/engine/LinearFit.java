package io.adamant.engine;

import java.util.List;

/**
 * A time as a sum of non-negative constants times counts, by least squares of the relative errors.
 * A constant that would be negative is left out, and the rest fitted again.
 */
final class LinearFit {
  /** What is less is noise, and its relative error says nothing. */
  private static final double LEAST_TIME = 0.05;

  /** One for each count. */
  final double[] constants;

  private LinearFit(double[] constants) {
    this.constants = constants;
  }

  /**
   * @param counts a row an observation
   * @param times an observation each
   */
  static LinearFit of(List<double[]> counts, List<Double> times) {
    int size = counts.get(0).length;
    boolean[] used = new boolean[size];
    for (double[] row : counts) {
      for (int i = 0; i < size; i++) {
        used[i] |= row[i] != 0;
      }
    }
    while (true) {
      double[] solution = solve(counts, times, used);
      int worst = -1;
      for (int i = 0; i < size; i++) {
        if (solution[i] < 0 && (worst < 0 || solution[i] < solution[worst])) {
          worst = i;
        }
      }
      if (worst < 0) {
        return new LinearFit(solution);
      }
      used[worst] = false;
    }
  }

  double at(double[] counts) {
    double sum = 0;
    for (int i = 0; i < counts.length; i++) {
      sum += constants[i] * counts[i];
    }
    return sum;
  }

  /** The normal equations, by Gaussian elimination; zero for what is not used. */
  private static double[] solve(List<double[]> counts, List<Double> times, boolean[] used) {
    int n = used.length;
    double[][] equations = new double[n][n + 1];
    for (int row = 0; row < counts.size(); row++) {
      double weight = 1 / Math.max(times.get(row), LEAST_TIME);
      for (int i = 0; i < n; i++) {
        double left = counts.get(row)[i] * weight;
        for (int j = 0; j < n; j++) {
          equations[i][j] += left * counts.get(row)[j] * weight;
        }
        equations[i][n] += left * times.get(row) * weight;
      }
    }
    for (int i = 0; i < n; i++) {
      if (!used[i]) {
        for (int j = 0; j < n; j++) {
          equations[i][j] = 0;
          equations[j][i] = 0;
        }
        equations[i][i] = 1;
        equations[i][n] = 0;
      }
    }
    for (int pivot = 0; pivot < n; pivot++) {
      for (int row = 0; row < n; row++) {
        double factor = row == pivot ? 0 : equations[row][pivot] / equations[pivot][pivot];
        for (int j = pivot; factor != 0 && j <= n; j++) {
          equations[row][j] -= factor * equations[pivot][j];
        }
      }
    }
    double[] solution = new double[n];
    for (int i = 0; i < n; i++) {
      solution[i] = used[i] ? equations[i][n] / equations[i][i] : 0;
    }
    return solution;
  }
}
