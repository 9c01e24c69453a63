package io.adamant.engine;

import io.adamant.data.CtrGenerator;
import io.adamant.data.ExampleRow;
import io.adamant.data.RowFormatException;
import io.adamant.engine.DriverSteps.Phase;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/**
 * What the cost model says of clusters that nobody ran here. The network and the cores of an
 * executor are assumed; the driver is the one whose constants were measured.
 */
final class ScalingPrediction {
  private static final int[] EXECUTORS = {1, 10, 100, 1000};
  private static final int EXECUTOR_CORES = 4;

  /** Most lanes of a batch, so most shards and tasks. */
  private static final int MOST_SHARDS = 1024;

  private static final double EXAMPLES = 1e9;

  /** 10 Gbit/s, each way. */
  private static final double BYTES_PER_MILLI = 1.25e6;

  /** From the driver to a task and back. */
  private static final double ROUND_TRIP_MILLIS = 1;

  /** For each power of two of rows, their distinct features. */
  private final int[] distinct = new int[21];

  private final Map<Phase, LinearFit> model;
  private final double idBytes;
  private final double taskNanosPerRow;

  /**
   * @param idBytes bytes a feature that a report takes beyond its gradient
   * @param taskNanosPerRow of one core of an executor
   */
  ScalingPrediction(
      int features, Map<Phase, LinearFit> model, double idBytes, double taskNanosPerRow) {
    this.model = model;
    this.idBytes = idBytes;
    this.taskNanosPerRow = taskNanosPerRow;
    countDistinct(features);
  }

  private void countDistinct(int features) {
    CtrGenerator generator = new CtrGenerator(7, features);
    BitSet seen = new BitSet(features);
    ExampleRow row = new ExampleRow();
    int[] ids = new int[CtrGenerator.FIELDS];
    try {
      for (int n = 1; n <= MOST_SHARDS * MOST_SHARDS; n++) {
        generator.draw(n, row, ids);
        for (int i = 0; i < row.size(); i++) {
          seen.set(row.index(i));
        }
        if (Integer.bitCount(n) == 1) {
          distinct[Integer.numberOfTrailingZeros(n)] = seen.cardinality();
        }
      }
    } catch (RowFormatException e) {
      throw new IllegalStateException(e);
    }
  }

  void print() {
    System.out.println("distinct features of 1, 2, 4, ... rows: " + Arrays.toString(distinct));
    System.out.println("predicted, weak scaling: 1024 rows a shard and step");
    for (int executors : EXECUTORS) {
      print(executors, 1024 * shards(executors));
    }
    System.out.println("predicted, strong scaling: 262144 rows a step");
    for (int executors : EXECUTORS) {
      print(executors, 1 << 18);
    }
  }

  private int distinctOf(int rows) {
    return distinct[Integer.numberOfTrailingZeros(rows)];
  }

  private static int shards(int executors) {
    return Math.min(MOST_SHARDS, Integer.highestOneBit(executors * EXECUTOR_CORES));
  }

  private void print(int executors, int batch) {
    int shards = shards(executors);
    int shardRows = batch / shards;
    double entries = (double) shards * distinctOf(shardRows);
    double union = distinctOf(batch);
    double driver = 0;
    double merging = 0;
    for (Phase phase : Phase.values()) {
      double millis =
          Objects.requireNonNull(model.get(phase))
              .at(DriverScaling.counts(phase, shards, entries * 1e-6, union * 1e-6));
      driver += millis;
      merging += phase == Phase.SUM ? millis : 0;
    }
    double out = 8 * entries;
    double back = (8 + idBytes) * entries;
    double network = (out + back) / BYTES_PER_MILLI;
    double tasks = taskNanosPerRow * shardRows * 1e-6;
    double step = driver + network + tasks + ROUND_TRIP_MILLIS;
    double steps = Math.ceil(EXAMPLES / batch);
    System.out.printf(
        Locale.ROOT,
        "| %d | %d | %d | %.2f | %.1f | %.1f (%.1f) | %.1f | %.1f | %.1f | %.0f | %.0f %% | %.2f"
            + " |%n",
        executors,
        shards,
        batch,
        entries * 1e-6,
        (out + back) * 1e-6,
        driver,
        merging,
        network,
        tasks,
        step,
        steps * step * 1e-3,
        100 * (driver + network) / step,
        (out + back) / step * 1e-6);
  }
}
