package io.adamant.model;

import io.adamant.data.RowFormatException;
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
 * Nanoseconds a non-zero of the gradient of an embedding bag for one block of 1024 rows with 39
 * features each, one thread: by the model, and by hand-written loops over the same local arrays,
 * ids in ints and values in doubles, with the same exponentials.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@State(Scope.Thread)
public class EmbeddingBagGradientBenchmark {
  @Param({"2", "20"})
  public int classes;

  @Param({"10", "100"})
  public int dimension;

  /** Whether values differ from 1. */
  @Param({"false", "true"})
  public boolean valued;

  private Model model;
  private GradientProblem problem;

  @Setup
  public void setUp() throws RowFormatException {
    model =
        new EmbeddingBag.Settings(dimension, EmbeddingBag.Pooling.MEAN, 0, true)
            .model(InputShape.ofClasses(classes));
    problem = new GradientProblem(model, valued);
  }

  @Benchmark
  @OperationsPerInvocation(GradientProblem.ROWS * GradientProblem.FIELDS)
  public double byTheModel() {
    return model.addGradient(problem.block, problem.parameters, problem.gradient);
  }

  @Benchmark
  @OperationsPerInvocation(GradientProblem.ROWS * GradientProblem.FIELDS)
  public double byHand() {
    int k = classes;
    int d = dimension;
    int[] ids = problem.ids;
    double[] values = problem.values;
    double[] table = problem.parameters.table();
    double[] tableSums = problem.gradient.table();
    double[] output = problem.parameters.tensors()[0];
    double[] outputSums = problem.gradient.tensors()[0];
    double[] bias = problem.parameters.tensors()[1];
    double[] biasSums = problem.gradient.tensors()[1];
    double[] h = new double[d];
    double[] z = new double[k];
    double loss = 0;
    for (int row = 0; row < GradientProblem.ROWS; row++) {
      int start = problem.block.entryStart(row);
      int end = problem.block.entryStart(row + 1);
      for (int i = 0; i < d; i++) {
        h[i] = 0;
      }
      double n = 0;
      for (int entry = start; entry < end; entry++) {
        double value = values[entry];
        n += Math.abs(value);
        int from = ids[entry] * d;
        for (int i = 0; i < d; i++) {
          h[i] += value * table[from + i];
        }
      }
      for (int i = 0; i < d; i++) {
        h[i] /= n;
      }
      for (int j = 0; j < k; j++) {
        double sum = bias[j];
        for (int i = 0; i < d; i++) {
          sum += output[j * d + i] * h[i];
        }
        z[j] = sum;
      }
      loss += GradientProblem.softmaxByHand(z, (int) problem.block.label(row));
      for (int j = 0; j < k; j++) {
        biasSums[j] += z[j];
        for (int i = 0; i < d; i++) {
          outputSums[j * d + i] += z[j] * h[i];
        }
      }
      for (int i = 0; i < d; i++) {
        h[i] = 0;
      }
      for (int j = 0; j < k; j++) {
        for (int i = 0; i < d; i++) {
          h[i] += z[j] / n * output[j * d + i];
        }
      }
      for (int entry = start; entry < end; entry++) {
        double value = values[entry];
        int to = ids[entry] * d;
        for (int i = 0; i < d; i++) {
          tableSums[to + i] += value * h[i];
        }
      }
    }
    return loss;
  }
}
