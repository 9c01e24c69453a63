package io.adamant.engine;

import io.adamant.data.RowFormatException;
import io.adamant.linalg.WirePrecision;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** What a task computes of a step, without Spark: half of a batch of 16,384 click-log-like rows. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@State(Scope.Thread)
public class StepFunctionBenchmark {
  private static final int BATCH = 16_384;
  private static final int STEPS = 8;
  private static final int SHARDS = 2;

  @Param({"20", "24"})
  public int featureBits;

  @Param({"256", "512", "1024", "2048"})
  public int blockRows;

  @Param({"FLOAT64", "FLOAT32"})
  public WirePrecision precision = WirePrecision.DEFAULT;

  private CtrShard data;
  private WorkingSet[] workingSets;
  private StepFunction[] steps;
  private StepFunction[] announcements;
  private int next;

  @Setup
  public void setUp() throws RowFormatException {
    data = new CtrShard(1 << featureBits, BATCH, blockRows, STEPS, SHARDS);
    workingSets = new WorkingSet[STEPS];
    steps = new StepFunction[STEPS];
    announcements = new StepFunction[STEPS];
    for (int step = 0; step < STEPS; step++) {
      workingSets[step] = data.workingSet(step, precision);
      steps[step] = new StepFunction(data.model, data.plan, step, StepFunction.NO_STEP);
      announcements[step] = new StepFunction(data.model, data.plan, StepFunction.NO_STEP, step);
    }
  }

  private int next() {
    next = (next + 1) % STEPS;
    return next;
  }

  @Benchmark
  public PartialGradient gradient() {
    int step = next();
    return steps[step].apply(data.shard, workingSets[step]);
  }

  @Benchmark
  public PartialGradient nextFeatures() {
    int step = next();
    return announcements[step].apply(data.shard, workingSets[step]);
  }
}
