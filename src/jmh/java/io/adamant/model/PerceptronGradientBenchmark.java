package io.adamant.model;

import io.adamant.data.RowFormatException;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Nanoseconds a row of the gradient of a perceptron with two hidden layers (128 and 64, ReLU) and
 * softmax over 26 classes for one block of 1024 rows with 39 features each, one thread: by the
 * model, and by hand-written loops over the same local arrays, row by row, whose inner loops go
 * along rows of weights, with the same exponentials.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@State(Scope.Thread)
public class PerceptronGradientBenchmark {
  private static final int CLASSES = 26;

  @Param({"0", "0.5"})
  public double dropout;

  private Model model;
  private GradientProblem problem;

  @Setup
  public void setUp() throws RowFormatException {
    model =
        new MultilayerPerceptron.Settings(
                NetworkLoss.SOFTMAX, List.of(128L, 64L), Activation.RELU, dropout, 0.1, 0, true)
            .model(InputShape.ofClasses(CLASSES));
    problem = new GradientProblem(model, true);
  }

  @Benchmark
  @OperationsPerInvocation(GradientProblem.ROWS)
  public double byTheModel() {
    return model.addGradient(problem.block, problem.parameters, problem.gradient, 1);
  }

  /** Without dropout. */
  @Benchmark
  @OperationsPerInvocation(GradientProblem.ROWS)
  public double byHand() {
    int k = CLASSES;
    int[] ids = problem.ids;
    double[] values = problem.values;
    double[] table = problem.parameters.table();
    double[] tableSums = problem.gradient.table();
    double[][] tensors = problem.parameters.tensors();
    double[][] sums = problem.gradient.tensors();
    double[] second = transposed(tensors[1], 128);
    double[] third = transposed(tensors[3], 64);
    double[] h1 = new double[128];
    double[] h2 = new double[64];
    double[] z = new double[k];
    double[] d1 = new double[128];
    double[] d2 = new double[64];
    double loss = 0;
    for (int row = 0; row < GradientProblem.ROWS; row++) {
      int start = problem.block.entryStart(row);
      int end = problem.block.entryStart(row + 1);
      System.arraycopy(tensors[0], 0, h1, 0, 128);
      for (int entry = start; entry < end; entry++) {
        add(values[entry], table, ids[entry] * 128, h1, 0, 128);
      }
      rectify(h1);
      System.arraycopy(tensors[2], 0, h2, 0, 64);
      for (int i = 0; i < 128; i++) {
        add(h1[i], second, i * 64, h2, 0, 64);
      }
      rectify(h2);
      System.arraycopy(tensors[4], 0, z, 0, k);
      for (int i = 0; i < 64; i++) {
        add(h2[i], third, i * k, z, 0, k);
      }
      loss += GradientProblem.softmaxByHand(z, (int) problem.block.label(row));
      Arrays.fill(d2, 0);
      for (int j = 0; j < k; j++) {
        sums[4][j] += z[j];
        add(z[j], h2, 0, sums[3], j * 64, 64);
        add(z[j], tensors[3], j * 64, d2, 0, 64);
      }
      cut(d2, h2);
      Arrays.fill(d1, 0);
      for (int j = 0; j < 64; j++) {
        sums[2][j] += d2[j];
        add(d2[j], h1, 0, sums[1], j * 128, 128);
        add(d2[j], tensors[1], j * 128, d1, 0, 128);
      }
      cut(d1, h1);
      add(1, d1, 0, sums[0], 0, 128);
      for (int entry = start; entry < end; entry++) {
        add(values[entry], d1, 0, tableSums, ids[entry] * 128, 128);
      }
    }
    return loss;
  }

  private static void add(double x, double[] row, int from, double[] to, int at, int length) {
    for (int i = 0; i < length; i++) {
      to[at + i] += x * row[from + i];
    }
  }

  private static void rectify(double[] units) {
    for (int i = 0; i < units.length; i++) {
      units[i] = Math.max(units[i], 0);
    }
  }

  private static void cut(double[] derivatives, double[] units) {
    for (int i = 0; i < units.length; i++) {
      derivatives[i] = units[i] > 0 ? derivatives[i] : 0;
    }
  }

  private static double[] transposed(double[] matrix, int columns) {
    int rows = matrix.length / columns;
    double[] transposed = new double[matrix.length];
    for (int i = 0; i < matrix.length; i++) {
      transposed[i % columns * rows + i / columns] = matrix[i];
    }
    return transposed;
  }
}
