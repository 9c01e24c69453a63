package io.adamant.engine;

import io.adamant.data.ExampleRow;
import io.adamant.data.InputSurvey;
import io.adamant.data.PackedRows;
import io.adamant.data.Placement;
import io.adamant.data.RowFormatException;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.NoSuchElementException;
import org.apache.spark.TaskContext;
import scala.Tuple2;

/**
 * Packs a partition's rows into chunks for their shards, and ends with the partition's survey,
 * which goes to a partition of its own behind the shards.
 */
final class RowPacking implements RowSource.PartitionReading<Tuple2<Integer, ShardChunk>> {
  private static final int LARGEST_CHUNK = 1 << 20;
  private static final int SMALLEST_CHUNK = 1 << 14;

  /** What the unfinished chunks of a task may take together. */
  private static final int CHUNKS_TOGETHER = 1 << 26;

  private final Placement placement;
  private final int shards;
  private final InputRules rules;

  RowPacking(Placement placement, int shards, InputRules rules) {
    this.placement = placement;
    this.shards = shards;
    this.rules = rules;
  }

  @Override
  public Iterator<Tuple2<Integer, ShardChunk>> read(RowReader reader) {
    return new Chunks(reader);
  }

  private final class Chunks implements Iterator<Tuple2<Integer, ShardChunk>> {
    private final RowReader reader;
    private final int partition = TaskContext.getPartitionId();
    private final int chunkBytes =
        Math.max(SMALLEST_CHUNK, Math.min(LARGEST_CHUNK, CHUNKS_TOGETHER / shards));
    private final PackedRows[] unfinished = new PackedRows[shards];
    private final ArrayDeque<Tuple2<Integer, ShardChunk>> finished = new ArrayDeque<>();
    private final InputSurvey survey = new InputSurvey(rules.task());
    private final ExampleRow row = new ExampleRow();
    private final PackedRows packedRow = new PackedRows();
    private boolean ended;

    Chunks(RowReader reader) {
      this.reader = reader;
    }

    @Override
    public boolean hasNext() {
      while (finished.isEmpty() && !ended) {
        readRow();
      }
      return !finished.isEmpty();
    }

    @Override
    public Tuple2<Integer, ShardChunk> next() {
      if (!hasNext()) {
        throw new NoSuchElementException();
      }
      return finished.remove();
    }

    private void readRow() {
      try {
        if (!reader.next(row)) {
          end();
          return;
        }
        rules.check(row);
      } catch (RowFormatException e) {
        survey.addBad(String.valueOf(e.getMessage()), reader.position());
        return;
      }
      packedRow.clear();
      packedRow.add(row);
      long hash = placement.hash(packedRow);
      survey.add(row, reader::position, placement.isHeldBack(hash));
      survey.addHash(hash);
      int shard = placement.shard(hash, shards);
      PackedRows chunk = unfinished[shard];
      if (chunk == null) {
        chunk = new PackedRows();
        unfinished[shard] = chunk;
      }
      chunk.addAll(packedRow);
      if (chunk.size() >= chunkBytes) {
        finish(shard, chunk);
      }
    }

    private void finish(int shard, PackedRows chunk) {
      finished.add(new Tuple2<>(shard, ShardChunk.ofRows(partition, chunk.toByteArray())));
      chunk.clear();
    }

    private void end() {
      ended = true;
      reader.report(survey);
      for (int shard = 0; shard < shards; shard++) {
        if (unfinished[shard] != null && unfinished[shard].size() > 0) {
          finish(shard, unfinished[shard]);
        }
      }
      finished.add(new Tuple2<>(shards, ShardChunk.ofSurvey(partition, survey)));
    }
  }
}
