package io.adamant.engine;

import io.adamant.data.ExampleBlock;
import io.adamant.data.RowFormatException;
import io.adamant.linalg.Logistic;
import io.adamant.linalg.WirePrecision;
import io.adamant.model.BlockParameters;
import java.util.List;
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
 * Nanoseconds a non-zero of the logistic gradient of click-log-like rows, one thread: by blocks
 * with dictionaries of their own, gather from the working set and scatter into a sum over it
 * included, and by a plain loop over global arrays. Both take the same 16 blocks of 1024 rows in
 * turn.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 8, time = 1)
@State(Scope.Thread)
public class BlockGradientBenchmark {
  private static final int BATCH = 16_384;
  private static final int BLOCK_ROWS = 1_024;

  /** About: rows x 39 fields, but for the few that hash to the same feature. */
  private static final int NON_ZEROS = BATCH * 39;

  @Param({"20", "24"})
  public int featureBits;

  private CtrShard data;
  private List<ExampleBlock> blocks;
  private WorkingSet workingSet;
  private double[] sum;
  private int[][] globalIds;
  private double[] globalWeights;
  private double[] globalGradient;

  @Setup
  public void setUp() throws RowFormatException {
    data = new CtrShard(1 << featureBits, BATCH, BLOCK_ROWS, 1, 1);
    blocks = data.blocks(0);
    workingSet = data.workingSet(0, WirePrecision.DEFAULT);
    sum = new double[workingSet.size()];
    globalIds = blocks.stream().map(BlockGradientBenchmark::idsOfEntries).toArray(int[][]::new);
    globalWeights = new Random(1).doubles(1 << featureBits, -0.1, 0.1).toArray();
    globalGradient = new double[1 << featureBits];
  }

  private static int[] idsOfEntries(ExampleBlock block) {
    int[] ids = new int[block.nonZeros()];
    for (int entry = 0; entry < ids.length; entry++) {
      ids[entry] = block.featureIds()[block.localId(entry)];
    }
    return ids;
  }

  @Benchmark
  @OperationsPerInvocation(NON_ZEROS)
  public double blocksWithDictionaries() {
    double loss = 0;
    double[][] tensors = {{0.0}};
    for (ExampleBlock block : blocks) {
      int[] places = workingSet.placesOf(block.featureIds());
      double[] gradient = new double[places.length];
      loss +=
          data.model.addGradient(
              block,
              new BlockParameters(workingSet.rowsAt(places), workingSet.tensors()),
              new BlockParameters(gradient, tensors));
      for (int i = 0; i < places.length; i++) {
        sum[places[i]] += gradient[i];
      }
    }
    return loss;
  }

  @Benchmark
  @OperationsPerInvocation(NON_ZEROS)
  public double plainLoopOverGlobalArrays() {
    double loss = 0;
    for (int i = 0; i < globalIds.length; i++) {
      ExampleBlock block = blocks.get(i);
      int[] ids = globalIds[i];
      for (int row = 0; row < block.rows(); row++) {
        double margin = 0;
        int end = block.entryStart(row + 1);
        for (int entry = block.entryStart(row); entry < end; entry++) {
          margin += globalWeights[ids[entry]];
        }
        double e = StrictMath.exp(-Math.abs(margin));
        loss += Logistic.loss(margin, block.label(row), e);
        double residual = Logistic.probability(margin, e) - block.label(row);
        for (int entry = block.entryStart(row); entry < end; entry++) {
          globalGradient[ids[entry]] += residual;
        }
      }
    }
    return loss;
  }
}
