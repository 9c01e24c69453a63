package io.adamant.engine;

import io.adamant.data.ExampleBlock;
import io.adamant.data.ExampleBlockBuilder;
import io.adamant.data.ExampleRow;
import io.adamant.data.LabelEncoding;
import io.adamant.data.LaneRows;
import io.adamant.data.MinibatchPlan;
import io.adamant.data.PackedRows;
import io.adamant.data.Placement;
import io.adamant.data.RowFormatException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.function.Function2;
import scala.Tuple2;

/** Builds a shard from the chunks that have come together for it. */
final class ShardBuilding
    implements Function2<Integer, Iterator<Tuple2<Integer, ShardChunk>>, Iterator<Shard>> {
  private static final int HELD_BACK_BLOCK_ROWS = 2048;

  private final Placement placement;
  private final MinibatchPlan plan;
  private final int shards;
  private final int blocksPerCell;
  private final int indexBase;
  private final LabelEncoding labels;
  private final LabelEncoding trainingLabels;

  /** With the same labels for all rows. */
  ShardBuilding(
      Placement placement,
      MinibatchPlan plan,
      int shards,
      int blocksPerCell,
      int indexBase,
      LabelEncoding labels) {
    this(placement, plan, shards, blocksPerCell, indexBase, labels, labels);
  }

  /**
   * @param labels of the rows that are held back
   * @param trainingLabels the same, perhaps with weights
   */
  ShardBuilding(
      Placement placement,
      MinibatchPlan plan,
      int shards,
      int blocksPerCell,
      int indexBase,
      LabelEncoding labels,
      LabelEncoding trainingLabels) {
    this.placement = placement;
    this.plan = plan;
    this.shards = shards;
    this.blocksPerCell = blocksPerCell;
    this.indexBase = indexBase;
    this.labels = labels;
    this.trainingLabels = trainingLabels;
  }

  @Override
  public Iterator<Shard> call(Integer shard, Iterator<Tuple2<Integer, ShardChunk>> arriving)
      throws RowFormatException {
    int lanes = placement.lanes() / shards;
    int firstLane = shard * lanes;
    List<byte[]> chunks = new ArrayList<>();
    LaneRows[] training = new LaneRows[lanes];
    for (int lane = 0; lane < lanes; lane++) {
      training[lane] = new LaneRows(chunks);
    }
    LaneRows heldBack = new LaneRows(chunks);
    long[] contents = new long[lanes];
    while (arriving.hasNext()) {
      byte[] rows = arriving.next()._2().rows();
      chunks.add(rows);
      PackedRows.Cursor cursor = new PackedRows.Cursor(rows);
      while (cursor.next()) {
        long hash = placement.hash(cursor);
        LaneRows to = heldBack;
        if (!placement.isHeldBack(hash)) {
          int lane = placement.lane(hash) - firstLane;
          contents[lane] += hash;
          to = training[lane];
        }
        to.add(chunks.size() - 1, cursor.rowStart(), hash);
      }
    }
    ExampleBlock[][][] cells = new ExampleBlock[lanes][][];
    BlockCutter cutter = new BlockCutter(trainingLabels);
    for (int lane = 0; lane < lanes; lane++) {
      cells[lane] = cells(training[lane], cutter);
    }
    return List.of(new Shard(firstLane, cells, heldBackBlocks(heldBack), contents)).iterator();
  }

  private ExampleBlock[][] cells(LaneRows rows, BlockCutter cutter) throws RowFormatException {
    rows.sort();
    ExampleBlock[][] cells = new ExampleBlock[plan.stepsPerEpoch()][];
    for (int cell = 0; cell < cells.length; cell++) {
      int cellRows = plan.cellRows(cell, rows.size());
      int parts = Math.min(blocksPerCell, Math.max(1, cellRows));
      for (int place = 0, part = 0; place < cellRows; place++) {
        cutter.add(rows, plan.row(cell, place));
        if (place + 1 == (long) (part + 1) * cellRows / parts) {
          cutter.cut();
          part++;
        }
      }
      cells[cell] = cutter.blocks();
    }
    return cells;
  }

  private ExampleBlock[] heldBackBlocks(LaneRows rows) throws RowFormatException {
    rows.sort();
    BlockCutter cutter = new BlockCutter(labels);
    for (int place = 0; place < rows.size(); place++) {
      cutter.add(rows, place);
      if (place % HELD_BACK_BLOCK_ROWS == HELD_BACK_BLOCK_ROWS - 1) {
        cutter.cut();
      }
    }
    return cutter.blocks();
  }

  /**
   * Puts rows into blocks, cut where asked, and earlier where a dictionary is full. One serves a
   * whole shard: its arrays have grown to a block's size once.
   */
  private final class BlockCutter {
    private final ExampleBlockBuilder builder;
    private final ExampleRow row = new ExampleRow();
    private final List<ExampleBlock> blocks = new ArrayList<>();

    BlockCutter(LabelEncoding encoding) {
      this.builder = new ExampleBlockBuilder(indexBase, encoding);
    }

    void add(LaneRows rows, int place) throws RowFormatException {
      rows.read(place, row);
      if (!builder.add(row)) {
        cut();
        builder.add(row);
      }
    }

    void cut() {
      if (builder.rows() > 0) {
        blocks.add(builder.build());
      }
    }

    /** The blocks since the last time. */
    ExampleBlock[] blocks() {
      cut();
      ExampleBlock[] cut = blocks.toArray(ExampleBlock[]::new);
      blocks.clear();
      return cut;
    }
  }
}
