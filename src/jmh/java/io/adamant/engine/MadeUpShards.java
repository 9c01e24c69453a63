package io.adamant.engine;

import io.adamant.data.BinaryLabels;
import io.adamant.data.CtrGenerator;
import io.adamant.data.ExampleBlock;
import io.adamant.data.ExampleBlockBuilder;
import io.adamant.data.ExampleRow;
import io.adamant.data.MinibatchPlan;
import io.adamant.data.RowFormatException;
import io.adamant.linalg.WirePrecision;
import io.adamant.model.LogisticRegression;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Hundreds of shards of click-log-like rows, one lane each, of which only that is kept what the
 * driver sees of them: the features of each step, and the reports as they come over the wire.
 */
final class MadeUpShards {
  /** Shards whose rows are kept, to time a task's own work. */
  private static final int TIMED_SHARDS = 16;

  private static final int TIMED_ROUNDS = 30;

  final LogisticRegression model = new LogisticRegression(true);
  final int features;
  final int rows;
  final int steps;

  /** By step and shard; one step more than there are reports. */
  final int[][][] announced;

  /** By step and shard, the encoded report. */
  final byte[][][] reports;

  /** Entries of the rows of the shards that are timed, in one step. */
  private long timedNonZeros;

  private final MinibatchPlan plan;
  private final Shard[] timed = new Shard[TIMED_SHARDS];
  private final WireCodec codec;

  /**
   * @param rows rows of a shard in a step
   * @param steps steps to make reports of
   */
  MadeUpShards(WireCodec codec, int features, int rows, int shards, int steps) {
    this.codec = codec;
    this.features = features;
    this.rows = rows;
    this.steps = steps;
    announced = new int[steps + 1][shards][];
    reports = new byte[steps][shards][];
    plan = new MinibatchPlan(0, shards, steps + 1);
    CtrGenerator generator = new CtrGenerator(0, features);
    IntStream.range(0, shards).parallel().forEach(shard -> make(generator, shard));
    for (Shard shard : timed) {
      timedNonZeros += shard.cell(shard.firstLane(), plan.cell(shard.firstLane(), 0))[0].nonZeros();
    }
  }

  private void make(CtrGenerator generator, int number) {
    ExampleBlock[][] cells = new ExampleBlock[steps + 1][];
    ExampleBlockBuilder builder = new ExampleBlockBuilder(0, new BinaryLabels(0, 1));
    ExampleRow row = new ExampleRow();
    int[] ids = new int[CtrGenerator.FIELDS];
    try {
      for (int cell = 0; cell <= steps; cell++) {
        long first = ((long) number * (steps + 1) + cell) * rows;
        for (int i = 0; i < rows; i++) {
          generator.draw(first + i, row, ids);
          builder.add(row);
        }
        cells[cell] = new ExampleBlock[] {builder.build()};
      }
    } catch (RowFormatException e) {
      throw new IllegalStateException(e);
    }
    Shard shard =
        new Shard(number, new ExampleBlock[][][] {cells}, new ExampleBlock[0], new long[1]);
    for (int step = 0; step <= steps; step++) {
      announced[step][number] = shard.cell(number, plan.cell(number, step))[0].featureIds();
    }
    for (int step = 0; step < steps; step++) {
      StepOrder order = order(step, announced[step][number].length);
      reports[step][number] = codec.encode(report(shard, order), ShardReport.class);
    }
    if (number < TIMED_SHARDS) {
      timed[number] = shard;
    }
  }

  private static StepOrder order(int step, int rows) {
    double[][] bias = {{0.0}};
    return StepOrder.compute(
        step, step + 1, new WorkingSet(WirePrecision.FLOAT64, 1, null, new double[rows], bias));
  }

  /** What a task computes. */
  private ShardReport report(Shard shard, StepOrder order) {
    int[] features = announced[(int) order.step()][shard.firstLane()];
    PartialGradient partial =
        new StepFunction(model, plan, order.step(), order.nextStep())
            .apply(shard, order.workingSet(features));
    return ShardReport.of(shard.firstLane(), order, partial);
  }

  /**
   * Nanoseconds a non-zero that one core takes for a task's step: reading the order, gradient,
   * features of the next step, writing the report. The median of some rounds over some shards.
   */
  double taskNanosPerNonZero() {
    byte[][] orders = new byte[TIMED_SHARDS][];
    for (int shard = 0; shard < TIMED_SHARDS; shard++) {
      orders[shard] = codec.encode(order(0, announced[0][shard].length), StepOrder.class);
    }
    double[] nanos = new double[TIMED_ROUNDS];
    for (int round = 0; round < TIMED_ROUNDS; round++) {
      long started = System.nanoTime();
      for (int shard = 0; shard < TIMED_SHARDS; shard++) {
        StepOrder order = codec.decode(orders[shard], StepOrder.class);
        codec.encode(report(timed[shard], order), ShardReport.class);
      }
      nanos[round] = (double) (System.nanoTime() - started) / timedNonZeros;
    }
    Arrays.sort(nanos);
    return nanos[TIMED_ROUNDS / 2];
  }

  double nonZerosPerRow() {
    return (double) timedNonZeros / (TIMED_SHARDS * rows);
  }
}
