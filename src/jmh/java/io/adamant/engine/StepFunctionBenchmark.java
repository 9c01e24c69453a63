package io.adamant.engine;

import io.adamant.data.BatchShape;
import io.adamant.data.BinaryLabels;
import io.adamant.data.CtrGenerator;
import io.adamant.data.ExampleRow;
import io.adamant.data.MinibatchPlan;
import io.adamant.data.PackedRows;
import io.adamant.data.Placement;
import io.adamant.data.RowFormatException;
import io.adamant.model.LogisticRegression;
import io.adamant.optimizer.Parameters;
import java.util.ArrayList;
import java.util.List;
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
import scala.Tuple2;

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

  private Shard shard;
  private WorkingSet[] workingSets;
  private StepFunction[] steps;
  private StepFunction[] announcements;
  private int next;

  @Setup
  public void setUp() throws RowFormatException {
    CtrGenerator generator = new CtrGenerator(0, 1 << featureBits);
    BatchShape shape = BatchShape.of(BATCH, blockRows);
    Placement placement = new Placement(0, shape.lanes(), 0);
    MinibatchPlan plan = new MinibatchPlan(0, shape.lanes(), STEPS);
    List<Tuple2<Integer, ShardChunk>> chunks = new ArrayList<>();
    ExampleRow row = new ExampleRow();
    int[] ids = new int[CtrGenerator.FIELDS];
    PackedRows packed = new PackedRows();
    for (int i = 0; i < BATCH * STEPS; i++) {
      generator.draw(i, row, ids);
      packed.clear();
      packed.add(row);
      if (placement.shard(placement.hash(packed), SHARDS) == 0) {
        chunks.add(new Tuple2<>(0, ShardChunk.ofRows(0, packed.toByteArray())));
      }
    }
    shard =
        new ShardBuilding(placement, plan, SHARDS, 1, 0, new BinaryLabels(0, 1))
            .call(0, chunks.iterator())
            .next();
    LogisticRegression model = new LogisticRegression(true);
    Parameters parameters = new Parameters(Trainer.layout(model, 1 << featureBits));
    WorkingSet none = WorkingSet.gather(parameters, new int[0]);
    workingSets = new WorkingSet[STEPS];
    steps = new StepFunction[STEPS];
    announcements = new StepFunction[STEPS];
    for (int step = 0; step < STEPS; step++) {
      steps[step] = new StepFunction(model, plan, step, StepFunction.NO_STEP);
      announcements[step] = new StepFunction(model, plan, StepFunction.NO_STEP, step);
      int[] features = announcements[step].apply(shard, none).nextFeatures();
      workingSets[step] = WorkingSet.gather(parameters, features);
    }
  }

  private int next() {
    next = (next + 1) % STEPS;
    return next;
  }

  @Benchmark
  public PartialGradient gradient() {
    int step = next();
    return steps[step].apply(shard, workingSets[step]);
  }

  @Benchmark
  public PartialGradient nextFeatures() {
    int step = next();
    return announcements[step].apply(shard, workingSets[step]);
  }
}
