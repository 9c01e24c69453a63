package io.adamant.model;

import io.adamant.data.ExampleBlock;
import io.adamant.data.RowFormatException;
import io.adamant.linalg.InitialValues;
import io.adamant.linalg.Logistic;
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
 * Nanoseconds a non-zero of the gradient of a factorization machine with 8 factors, on one block of
 * 1024 rows with 39 features each, one thread: by the model, and by hand-written loops over the
 * same local arrays, ids in ints and values in doubles, row by row as libFM has it. The model is to
 * take at most 1.5 times as long.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@State(Scope.Thread)
public class FactorizationMachineGradientBenchmark {
  private static final int ROWS = GradientProblem.ROWS;
  private static final int FIELDS = GradientProblem.FIELDS;
  private static final int FACTORS = 8;
  private static final int COLUMNS = 1 + FACTORS;

  /** Whether values differ from 1. */
  @Param({"false", "true"})
  public boolean valued;

  private ExampleBlock block;
  private FactorizationMachine model;
  private BlockParameters parameters;
  private BlockParameters gradient;
  private int[] ids;
  private double[] values;

  @Setup
  public void setUp() throws RowFormatException {
    model =
        new FactorizationMachine(new LogisticLoss(), FACTORS, InitialValues.normal(0.01, 0), true);
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
    double[] table = parameters.table();
    double[] slopes = gradient.table();
    double[] sums = new double[FACTORS];
    double bias = parameters.tensors()[0][0];
    double biasSlope = 0;
    double loss = 0;
    for (int row = 0; row < ROWS; row++) {
      double z = bias;
      double squares = 0;
      for (int f = 0; f < FACTORS; f++) {
        sums[f] = 0;
      }
      int end = block.entryStart(row + 1);
      for (int entry = block.entryStart(row); entry < end; entry++) {
        double x = values[entry];
        int from = ids[entry] * COLUMNS;
        z += x * table[from];
        for (int f = 0; f < FACTORS; f++) {
          double product = x * table[from + 1 + f];
          sums[f] += product;
          squares += product * product;
        }
      }
      double pairs = 0;
      for (int f = 0; f < FACTORS; f++) {
        pairs += sums[f] * sums[f];
      }
      z += 0.5 * (pairs - squares);
      double label = block.label(row);
      double exponential = StrictMath.exp(-Math.abs(z));
      loss += Logistic.loss(z, label, exponential);
      double slope = Logistic.probability(z, exponential) - label;
      biasSlope += slope;
      for (int entry = block.entryStart(row); entry < end; entry++) {
        double x = values[entry];
        int to = ids[entry] * COLUMNS;
        double slopeX = slope * x;
        slopes[to] += slopeX;
        for (int f = 0; f < FACTORS; f++) {
          slopes[to + 1 + f] += slopeX * (sums[f] - table[to + 1 + f] * x);
        }
      }
    }
    gradient.tensors()[0][0] += biasSlope;
    return loss;
  }
}
