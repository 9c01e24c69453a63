package io.adamant.engine;

import io.adamant.data.BatchShape;
import io.adamant.data.BinaryLabels;
import io.adamant.data.CtrGenerator;
import io.adamant.data.ExampleBlock;
import io.adamant.data.ExampleRow;
import io.adamant.data.MinibatchPlan;
import io.adamant.data.PackedRows;
import io.adamant.data.Placement;
import io.adamant.data.RowFormatException;
import io.adamant.linalg.SortedIds;
import io.adamant.linalg.WirePrecision;
import io.adamant.model.LogisticRegression;
import io.adamant.optimizer.Parameters;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import scala.Tuple2;

/**
 * The first shard of some batches of click-log-like rows, as the engine builds it, without Spark.
 */
final class CtrShard {
  final LogisticRegression model = new LogisticRegression(true);
  final MinibatchPlan plan;
  final Shard shard;
  final int features;

  CtrShard(int features, int batchSize, int blockRows, int steps, int shards)
      throws RowFormatException {
    this.features = features;
    CtrGenerator generator = new CtrGenerator(0, features);
    BatchShape shape = BatchShape.of(batchSize, blockRows);
    Placement placement = new Placement(0, shape.lanes(), 0);
    plan = new MinibatchPlan(0, shape.lanes(), steps);
    List<Tuple2<Integer, ShardChunk>> chunks = new ArrayList<>();
    ExampleRow row = new ExampleRow();
    PackedRows packed = new PackedRows();
    for (int i = 0; i < batchSize * steps; i++) {
      generator.draw(i, row, new int[CtrGenerator.FIELDS]);
      packed.clear();
      packed.add(row);
      if (placement.shard(placement.hash(packed), shards) == 0) {
        chunks.add(new Tuple2<>(0, ShardChunk.ofRows(0, packed.toByteArray())));
      }
    }
    shard =
        new ShardBuilding(placement, plan, shards, shape.blocksPerCell(), 0, new BinaryLabels(0, 1))
            .call(0, chunks.iterator())
            .next();
  }

  /** The blocks of a step. */
  List<ExampleBlock> blocks(int step) {
    List<ExampleBlock> blocks = new ArrayList<>();
    for (int lane = 0; lane < shard.lanes(); lane++) {
      blocks.addAll(List.of(shard.cell(lane, plan.cell(lane, step))));
    }
    return blocks;
  }

  /** What a step reads of a table of small random weights. */
  WorkingSet workingSet(int step, WirePrecision precision) {
    Parameters parameters = new Parameters(Trainer.layout(model, features));
    Random random = new Random(1);
    int[][] dictionaries =
        blocks(step).stream().map(ExampleBlock::featureIds).toArray(int[][]::new);
    int[] ids = SortedIds.union(dictionaries);
    for (int place : parameters.touch(ids)) {
      parameters.table().set(place, 0, 0.1 * random.nextGaussian());
    }
    return WorkingSet.gather(parameters, ids, precision);
  }
}
