package io.adamant.model;

import io.adamant.data.ExampleBlock;
import io.adamant.data.ExampleBlockBuilder;
import io.adamant.data.ExampleRow;
import io.adamant.data.RowFormatException;
import java.util.Random;
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
  private static final int ROWS = 1024;
  private static final int FIELDS = 39;
  private static final int FEATURES_OF_A_FIELD = 100;

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
    Random random = new Random(1);
    ExampleBlockBuilder builder = new ExampleBlockBuilder(0, ExampleRow::label);
    ExampleRow row = new ExampleRow();
    for (int i = 0; i < ROWS; i++) {
      row.start(random.nextInt(classes), 1);
      for (int field = 0; field < FIELDS; field++) {
        int feature = field * FEATURES_OF_A_FIELD + random.nextInt(FEATURES_OF_A_FIELD);
        row.add(feature, valued ? random.nextGaussian() : 1);
      }
      row.finish();
      builder.add(row);
    }
    block = builder.build();
    model = new SoftmaxRegression(classes, true);
    parameters =
        new BlockParameters(
            random.doubles((long) block.features() * classes, -0.1, 0.1).toArray(),
            new double[1][classes]);
    gradient = new BlockParameters(new double[block.features() * classes], new double[1][classes]);
    ids = new int[block.nonZeros()];
    values = new double[block.nonZeros()];
    for (int entry = 0; entry < ids.length; entry++) {
      ids[entry] = block.localId(entry);
      values[entry] = block.value(entry);
    }
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
      double largest = z[0];
      for (int i = 1; i < k; i++) {
        largest = Math.max(largest, z[i]);
      }
      int label = (int) block.label(row);
      double own = z[label] - largest;
      double sum = 0;
      for (int i = 0; i < k; i++) {
        z[i] = StrictMath.exp(z[i] - largest);
        sum += z[i];
      }
      loss += StrictMath.log(sum) - own;
      for (int i = 0; i < k; i++) {
        z[i] /= sum;
      }
      z[label] -= 1;
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
