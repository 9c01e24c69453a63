package io.adamant.optimizer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * Where a trajectory starts, and the gradient of each step: recorded, or in a closed loop computed
 * from the parameters.
 */
record GoldenProblem(String name, GoldenFile file) {
  private static final Set<String> CLOSED_LOOPS = Set.of("quad6", "rosen2");

  /** The problem of a case; in some cases its gradients are in the case's own file. */
  static GoldenProblem read(Path folder, String name, GoldenFile trajectory) throws IOException {
    Path path = folder.resolve("problems").resolve(name + ".csv");
    return new GoldenProblem(name, Files.exists(path) ? new GoldenFile(path) : trajectory);
  }

  double[] start() {
    return file.parameters.firstEntry().getValue();
  }

  boolean isClosedLoop() {
    return CLOSED_LOOPS.contains(name);
  }

  /** The gradient of all parameters, one behind the other. */
  double[] gradient(int step, double[] parameters) {
    return switch (name) {
      case "quad6" -> quadratic(parameters);
      case "rosen2" -> rosenbrock(parameters);
      default -> recorded(step);
    };
  }

  /** Rows of a width that the gradient has: those recorded, or those with a value that is not 0. */
  int[] rows(int step, double[] gradient, int width) {
    TreeMap<Integer, double[]> rows = file.rows.get(step);
    if (rows != null) {
      return rows.keySet().stream().mapToInt(row -> row).toArray();
    }
    return IntStream.range(0, gradient.length / width)
        .filter(
            row -> Arrays.stream(gradient, row * width, (row + 1) * width).anyMatch(g -> g != 0))
        .toArray();
  }

  private double[] recorded(int step) {
    TreeMap<Integer, double[]> rows = file.rows.get(step);
    double[] gradient = rows == null ? file.gradients.get(step) : dense(rows);
    if (gradient == null) {
      throw new IllegalStateException(name + " has no gradient of step " + step);
    }
    return gradient;
  }

  private double[] dense(Map<Integer, double[]> rows) {
    double[] gradient = new double[start().length];
    rows.forEach(
        (row, values) -> System.arraycopy(values, 0, gradient, row * values.length, values.length));
    return gradient;
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
