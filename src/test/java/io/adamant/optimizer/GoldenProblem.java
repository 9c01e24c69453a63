package io.adamant.optimizer;

import java.io.IOException;
import java.nio.file.Path;

/** Where a trajectory starts, and the gradient of each step. */
interface GoldenProblem {
  double[] start();

  double[] gradient(int step, double[] parameters);

  /** The problem of a name: closed loop, or with recorded gradients. */
  static GoldenProblem read(Path folder, String name) throws IOException {
    GoldenFile file = new GoldenFile(folder.resolve("problems").resolve(name + ".csv"));
    double[] start = file.parameters.firstEntry().getValue();
    return new GoldenProblem() {
      @Override
      public double[] start() {
        return start;
      }

      @Override
      public double[] gradient(int step, double[] parameters) {
        return switch (name) {
          case "quad6" -> quadratic(parameters);
          case "rosen2" -> rosenbrock(parameters);
          default -> recorded(step);
        };
      }

      private double[] recorded(int step) {
        double[] gradient = file.gradients.get(step);
        if (gradient == null) {
          throw new IllegalStateException(name + " has no gradient of step " + step);
        }
        return gradient;
      }
    };
  }

  /** Of half the sum of {@code a (x - c)^2}. */
  private static double[] quadratic(double[] x) {
    double[] a = {1e-3, 1e-2, 1e-1, 1, 1e1, 1e2};
    double[] c = {1, -1, 2, -2, .5, 0};
    double[] gradient = new double[x.length];
    for (int i = 0; i < x.length; i++) {
      gradient[i] = a[i] * (x[i] - c[i]);
    }
    return gradient;
  }

  private static double[] rosenbrock(double[] x) {
    double d = x[1] - x[0] * x[0];
    return new double[] {-400 * x[0] * d - 2 * (1 - x[0]), 200 * d};
  }
}
