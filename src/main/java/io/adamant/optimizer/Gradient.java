package io.adamant.optimizer;

import io.adamant.linalg.PairwiseSum;
import io.adamant.linalg.SparseRows;
import java.util.List;

/**
 * The gradient of one step: the table's rows that have one, and a value for each dense parameter.
 * It owns its arrays; clipping changes them in place.
 */
public final class Gradient {
  private final SparseRows table;
  private final double[][] tensors;

  public Gradient(SparseRows table, double[][] tensors) {
    this.table = table;
    this.tensors = tensors;
  }

  /**
   * The mean gradient: sums of weighted gradients divided by the sum of weights, in place. The sums
   * are the gradient's from then on.
   */
  public static Gradient mean(SparseRows tableSum, double[][] tensorSums, double weightSum) {
    divide(tableSum.values(), weightSum);
    for (double[] tensor : tensorSums) {
      divide(tensor, weightSum);
    }
    return new Gradient(tableSum, tensorSums);
  }

  private static void divide(double[] values, double divisor) {
    for (int i = 0; i < values.length; i++) {
      values[i] /= divisor;
    }
  }

  public SparseRows table() {
    return table;
  }

  public double[][] tensors() {
    return tensors;
  }

  /** The Euclidean norm over all values; its order of summation depends on the shape alone. */
  public double globalNorm() {
    double sum = PairwiseSum.ofSquares(table.values(), 0, table.values().length);
    for (double[] tensor : tensors) {
      sum += PairwiseSum.ofSquares(tensor, 0, tensor.length);
    }
    return Math.sqrt(sum);
  }

  /** A copy of the values of one part of the parameters. */
  double[] valuesOf(List<ParameterPart> parts, int part) {
    ParameterPart columns = parts.get(part);
    int tensor = part - tableParts(parts);
    if (tensor >= 0) {
      return tensors[tensor].clone();
    }
    double[] values = new double[table.size() * columns.columns()];
    for (int row = 0; row < table.size(); row++) {
      int from = row * table.columns() + columns.firstColumn();
      System.arraycopy(table.values(), from, values, row * columns.columns(), columns.columns());
    }
    return values;
  }

  /** Replaces each value of one part of the parameters by {@code factor * value}. */
  void scale(List<ParameterPart> parts, int part, double factor) {
    ParameterPart columns = parts.get(part);
    int tensor = part - tableParts(parts);
    if (tensor >= 0) {
      scale(tensors[tensor], factor);
      return;
    }
    for (int row = 0; row < table.size(); row++) {
      int from = row * table.columns() + columns.firstColumn();
      for (int i = from; i < from + columns.columns(); i++) {
        table.values()[i] *= factor;
      }
    }
  }

  private int tableParts(List<ParameterPart> parts) {
    return parts.size() - tensors.length;
  }

  /** A gradient of the same rows that is zero. */
  Gradient zeros() {
    double[][] zeros = new double[tensors.length][];
    for (int i = 0; i < zeros.length; i++) {
      zeros[i] = new double[tensors[i].length];
    }
    double[] values = new double[table.values().length];
    return new Gradient(new SparseRows(table.columns(), table.ids(), values), zeros);
  }

  /** A gradient of the same rows whose values are {@code factor} times these. */
  Gradient times(double factor) {
    double[][] copies = new double[tensors.length][];
    for (int i = 0; i < copies.length; i++) {
      copies[i] = tensors[i].clone();
    }
    double[] values = table.values().clone();
    Gradient times = new Gradient(new SparseRows(table.columns(), table.ids(), values), copies);
    times.scale(factor);
    return times;
  }

  /** The largest magnitude; NaN where a value is NaN. */
  public double largestMagnitude() {
    double largest = largestMagnitude(table.values());
    for (double[] tensor : tensors) {
      largest = Math.max(largest, largestMagnitude(tensor));
    }
    return largest;
  }

  private static double largestMagnitude(double[] values) {
    double largest = 0.0;
    for (double value : values) {
      largest = Math.max(largest, Math.abs(value));
    }
    return largest;
  }

  /** Replaces each value by {@code factor * value}. */
  void scale(double factor) {
    scale(table.values(), factor);
    for (double[] tensor : tensors) {
      scale(tensor, factor);
    }
  }

  private static void scale(double[] values, double factor) {
    for (int i = 0; i < values.length; i++) {
      values[i] *= factor;
    }
  }

  /** Moves each value into [-limit, limit]; whether any was outside. */
  boolean clamp(double limit) {
    boolean clamped = clamp(table.values(), limit);
    for (double[] tensor : tensors) {
      clamped |= clamp(tensor, limit);
    }
    return clamped;
  }

  private static boolean clamp(double[] values, double limit) {
    boolean clamped = false;
    for (int i = 0; i < values.length; i++) {
      double value = Math.max(-limit, Math.min(limit, values[i]));
      clamped |= value != values[i];
      values[i] = value;
    }
    return clamped;
  }
}
