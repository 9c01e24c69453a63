package io.adamant.benchmark;

import io.adamant.data.BatchShape;
import io.adamant.data.CtrGenerator;
import io.adamant.data.RowGenerator;
import io.adamant.engine.DataSettings;
import io.adamant.engine.GeneratedSource;
import io.adamant.engine.InputRules;
import io.adamant.engine.RowSource;
import io.adamant.engine.ShardedExamples;
import io.adamant.ml.TableColumns;
import io.adamant.ml.TableSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.storage.RDDInfo;
import org.jspecify.annotations.Nullable;

/**
 * What the comparisons of a run share: the session, the rows, and who is told of progress. Rows are
 * drawn when they are first asked for.
 */
public final class Workbench implements AutoCloseable {
  private static final long SEED = 0;

  private final SparkSession session;
  private final JavaSparkContext spark;
  private final Sizes sizes;
  private final Consumer<String> progress;
  private @Nullable Dataset<Row> table;
  private long tableBytes;
  private @Nullable HeldOut heldOut;
  private @Nullable HeldOut tuningRows;

  /**
   * @param progress told what is done, a line each
   */
  public Workbench(SparkSession session, Sizes sizes, Consumer<String> progress) {
    this.session = session;
    this.spark = JavaSparkContext.fromSparkContext(session.sparkContext());
    this.sizes = sizes;
    this.progress = progress;
  }

  JavaSparkContext spark() {
    return spark;
  }

  Sizes sizes() {
    return sizes;
  }

  void say(String format, Object... arguments) {
    progress.accept(String.format(java.util.Locale.ROOT, format, arguments));
  }

  /** The rows as MLlib takes them, label and sparse vector, in Spark's cache. */
  Dataset<Row> table() {
    Dataset<Row> known = table;
    if (known == null) {
      say("drawing %,d rows of %,d features", sizes.rows(), sizes.features());
      Set<Integer> before = cachedBytes().keySet();
      known = VectorTable.of(session, source(sizes.features()), sizes.features()).cache();
      long rows = known.count();
      if (rows != sizes.rows()) {
        throw new IllegalStateException("%d rows became %d".formatted(sizes.rows(), rows));
      }
      Map<Integer, Long> cached = new HashMap<>(cachedBytes());
      cached.keySet().removeAll(before);
      tableBytes = cached.values().stream().mapToLong(Long::longValue).sum();
      table = known;
    }
    return known;
  }

  /** What {@link #table} takes in Spark's cache. */
  long tableBytes() {
    return table().isEmpty() ? 0 : tableBytes;
  }

  /** Bytes of each RDD that is cached, by its id. */
  Map<Integer, Long> cachedBytes() {
    Map<Integer, Long> bytes = new HashMap<>();
    for (RDDInfo info : spark.sc().getRDDStorageInfo()) {
      bytes.put(info.id(), info.memSize() + info.diskSize());
    }
    return bytes;
  }

  /** Rows that nothing is trained on, and by which no setting is chosen. */
  HeldOut heldOut() {
    HeldOut known = heldOut;
    if (known == null) {
      known = rowsFrom(sizes.rows());
      heldOut = known;
    }
    return known;
  }

  /** Further rows that nothing is trained on: settings are chosen by them. */
  HeldOut tuningRows() {
    HeldOut known = tuningRows;
    if (known == null) {
      known = rowsFrom(sizes.rows() + sizes.heldOutRows());
      tuningRows = known;
    }
    return known;
  }

  private HeldOut rowsFrom(long first) {
    RowGenerator behind = new LaterRows(new CtrGenerator(SEED, sizes.features()), first);
    return HeldOut.load(
        spark, new GeneratedSource(spark, behind, sizes.heldOutRows()), sizes.features());
  }

  /** Our shards from {@link #table}. */
  ShardedExamples shardsOfTable(long batch) {
    TableColumns columns = new TableColumns(VectorTable.LABEL, VectorTable.FEATURES, null);
    return shards(TableSource.ofVectors("rows", table(), columns), sizes.features(), batch);
  }

  /** Our shards of the same number of rows, hashed to a number of features; in the cache. */
  ShardedExamples shards(int features, long batch) {
    say("laying out %,d rows of %,d features", sizes.rows(), features);
    ShardedExamples examples = shards(source(features), features, batch);
    Set<Integer> lanes = new HashSet<>(examples.shards().map(shard -> shard.firstLane()).collect());
    if (lanes.size() != examples.shards().getNumPartitions()) {
      throw new IllegalStateException("shards share lanes: " + lanes);
    }
    return examples;
  }

  private ShardedExamples shards(RowSource source, int features, long batch) {
    int shards = Integer.highestOneBit(Math.max(1, spark.defaultParallelism()));
    DataSettings settings = new DataSettings(SEED, batch, BatchShape.of(batch), shards, 0);
    return ShardedExamples.load(source, new InputRules(features, 0, false, 0), settings);
  }

  private RowSource source(int features) {
    return new GeneratedSource(spark, new CtrGenerator(SEED, features), sizes.rows());
  }

  @Override
  public void close() {
    if (table != null) {
      table.unpersist(true);
    }
    if (heldOut != null) {
      heldOut.close();
    }
    if (tuningRows != null) {
      tuningRows.close();
    }
  }

  /** The rows of a generator from a number on. */
  private record LaterRows(RowGenerator generator, long first) implements RowGenerator {
    @Override
    public String name() {
      return generator.name();
    }

    @Override
    public Drawing drawing() {
      Drawing drawing = generator.drawing();
      return (number, row) -> drawing.draw(first + number, row);
    }
  }
}
