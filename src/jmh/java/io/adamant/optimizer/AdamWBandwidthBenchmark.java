package io.adamant.optimizer;

import io.adamant.linalg.SparseRows;
import io.adamant.linalg.TensorShape;
import io.adamant.optimizer.StepOutcome.Action;
import io.adamant.optimizer.rule.AdamW;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * AdamW's step over 2^24 dense parameters, as a tensor and as a table, beside the plain triad
 * {@code a = b + s c}, in GB/s. A step moves seven doubles a parameter (θ, m and v read and
 * written, g read), a triad three.
 */
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 10, time = 1)
@Fork(1)
@State(Scope.Thread)
public class AdamWBandwidthBenchmark {
  private static final int SIZE = 1 << 24;
  private static final int ROWS_TO_A_GRADIENT = 16;
  private static final double STEP_BYTES = 7.0 * Double.BYTES * SIZE;
  private static final double TRIAD_BYTES = 3.0 * Double.BYTES * SIZE;

  /** Threads; 0 for as many as there are cores. */
  @Param({"1", "0"})
  public int threads;

  private final ParameterUpdate update =
      new ParameterUpdate(UpdateSettings.of(new AdamW(1e-3), SparseUpdates.DENSE));
  private Parameters tensor;
  private Gradient tensorGradient;
  private OptimizerState tensorState;
  private Parameters table;
  private Gradient tableGradient;
  private OptimizerState tableState;
  private double[] a;
  private double[] b;
  private double[] c;
  private ForkJoinPool pool;

  /** Bytes moved, which JMH divides by the time. */
  @State(Scope.Thread)
  @AuxCounters(AuxCounters.Type.OPERATIONS)
  public static class Bandwidth {
    private double bytes;

    @Setup(Level.Iteration)
    public void reset() {
      bytes = 0;
    }

    public double gigabytes() {
      return bytes * 1e-9;
    }
  }

  @Setup
  public void setUp() {
    double[] values = new SplittableRandom(0).doubles(SIZE, -1e-3, 1e-3).toArray();
    ParameterLayout asTensor =
        new ParameterLayout("none", 0, 1, List.of(new TensorShape("weight", SIZE)));
    tensor = new Parameters(asTensor);
    tensorState = update.initialState(asTensor);
    tensorGradient = new Gradient(SparseRows.empty(1), new double[][] {values});
    ParameterLayout asTable = new ParameterLayout("weight", SIZE, 1, List.of());
    table = new Parameters(asTable);
    tableState = update.initialState(asTable);
    int[] ids =
        IntStream.range(0, SIZE / ROWS_TO_A_GRADIENT).map(i -> i * ROWS_TO_A_GRADIENT).toArray();
    tableGradient =
        new Gradient(new SparseRows(1, ids, Arrays.copyOf(values, ids.length)), new double[0][]);
    a = new double[SIZE];
    b = values.clone();
    c = values.clone();
    pool = new ForkJoinPool(threads == 0 ? Runtime.getRuntime().availableProcessors() : threads);
  }

  @TearDown
  public void tearDown() {
    pool.shutdown();
  }

  @Benchmark
  public void tensor(Bandwidth bandwidth) throws ExecutionException, InterruptedException {
    step(tensor, tensorGradient, tensorState);
    bandwidth.bytes += STEP_BYTES;
  }

  /** Every row is stepped, of which few have a gradient. */
  @Benchmark
  public void table(Bandwidth bandwidth) throws ExecutionException, InterruptedException {
    step(table, tableGradient, tableState);
    bandwidth.bytes += STEP_BYTES;
  }

  private void step(Parameters parameters, Gradient gradient, OptimizerState state)
      throws ExecutionException, InterruptedException {
    pool.submit(() -> update.apply(parameters, gradient, 0, Action.STEPPED, state)).get();
  }

  @Benchmark
  public void triad(Bandwidth bandwidth) throws ExecutionException, InterruptedException {
    int parts = pool.getParallelism();
    pool.submit(
            () ->
                IntStream.range(0, parts)
                    .parallel()
                    .forEach(i -> triad(SIZE / parts * i, SIZE / parts * (i + 1))))
        .get();
    bandwidth.bytes += TRIAD_BYTES;
  }

  private void triad(int from, int to) {
    double[] sums = a;
    double[] left = b;
    double[] right = c;
    for (int i = from; i < to; i++) {
      sums[i] = left[i] + 3.0 * right[i];
    }
  }
}
