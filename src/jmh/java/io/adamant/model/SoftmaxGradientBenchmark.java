package io.adamant.model;

import io.adamant.data.ExampleBlock;
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
 * Nanoseconds a non-zero of the softmax gradient of one block of 1024 rows with 39 features each,
 * one thread: by the model, and by hand-written loops over the same local arrays, ids in ints and
 * values in doubles, with the same exponentials.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@State(Scope.Thread)
public class SoftmaxGradientBenchmark {
  private static final int ROWS = GradientProblem.ROWS;
  private static final int FIELDS = GradientProblem.FIELDS;

  @Param({"3", "26"})
  public int classes;

  /** Whether values differ from 1. */
  @Param({"false", "true"})
  public boolean valued;

  private ExampleBlock block;
  private SoftmaxRegression model;
  private BlockParameters parameters;
  private BlockParameters gradient;
  private int[] ids;
  private double[] values;

  @Setup
  public void setUp() throws RowFormatException {
    model = new SoftmaxRegression(classes, true);
    GradientProblem problem = new GradientProblem(model, valued);
    block = problem.block;
    parameters = problem.parameters;
    gradient = problem.gradient;
    ids = problem.ids;
    values = problem.values;
  }

  @Benchmark
  @OperationsPerInvocation(ROWS * FIELDS)
  public double byTheModel() {
    return model.addGradient(block, parameters, gradient);
  }

  @Benchmark
  @OperationsPerInvocation(ROWS * FIELDS)
  public double byHand() {
    int k = classes;
    double[] table = parameters.table();
    double[] sums = gradient.table();
    double[] bias = parameters.tensors()[0];
    double[] biasSums = gradient.tensors()[0];
    double[] z = new double[k];
    double loss = 0;
    for (int row = 0; row < ROWS; row++) {
      System.arraycopy(bias, 0, z, 0, k);
      int end = block.entryStart(row + 1);
      for (int entry = block.entryStart(row); entry < end; entry++) {
        double value = values[entry];
        int from = ids[entry] * k;
        for (int i = 0; i < k; i++) {
          z[i] += value * table[from + i];
        }
      }
      loss += GradientProblem.softmaxByHand(z, (int) block.label(row));
      for (int i = 0; i < k; i++) {
        biasSums[i] += z[i];
      }
      for (int entry = block.entryStart(row); entry < end; entry++) {
        double value = values[entry];
        int to = ids[entry] * k;
        for (int i = 0; i < k; i++) {
          sums[to + i] += value * z[i];
        }
      }
    }
    return loss;
  }
}
