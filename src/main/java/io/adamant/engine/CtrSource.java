package io.adamant.engine;

import io.adamant.data.CtrGenerator;
import io.adamant.data.ExampleRow;
import io.adamant.data.RowFormatException;
import io.adamant.data.RowPosition;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;

/** Click-log-like rows from {@link CtrGenerator}, drawn where they are needed. */
public final class CtrSource implements RowSource {
  /** Rows a partition at most, so that progress shows and memory stays small. */
  private static final long PARTITION_ROWS = 1 << 18;

  private final JavaSparkContext spark;
  private final CtrGenerator generator;
  private final long rows;

  /**
   * @param rows number of rows, at least 1
   */
  public CtrSource(JavaSparkContext spark, CtrGenerator generator, long rows) {
    this.spark = spark;
    this.generator = generator;
    this.rows = rows;
  }

  @Override
  public String name() {
    return "ctr generator";
  }

  @Override
  public <T> JavaRDD<T> readPartitions(PartitionReading<T> reading) {
    long needed = (rows + PARTITION_ROWS - 1) / PARTITION_ROWS;
    int partitions = Math.toIntExact(Math.max(needed, Math.min(rows, spark.defaultParallelism())));
    List<Long> starts = new ArrayList<>();
    for (int i = 0; i <= partitions; i++) {
      starts.add(Math.multiplyExact(rows, (long) i) / partitions);
    }
    CtrGenerator generator = this.generator;
    List<Integer> numbers = new ArrayList<>();
    for (int i = 0; i < partitions; i++) {
      numbers.add(i);
    }
    return spark
        .parallelize(numbers, partitions)
        .mapPartitions(
            part -> {
              int number = part.next();
              return reading.read(
                  new GeneratedReader(generator, starts.get(number), starts.get(number + 1)));
            });
  }

  @Override
  public String locate(RowPosition position) {
    return "generated row " + position.offset();
  }

  private static final class GeneratedReader implements RowReader {
    private final CtrGenerator generator;
    private final long end;
    private final int[] ids = new int[CtrGenerator.FIELDS];
    private long next;

    GeneratedReader(CtrGenerator generator, long start, long end) {
      this.generator = generator;
      this.next = start;
      this.end = end;
    }

    @Override
    public boolean next(ExampleRow row) throws RowFormatException {
      if (next == end) {
        return false;
      }
      generator.draw(next++, row, ids);
      return true;
    }

    @Override
    public RowPosition position() {
      return new RowPosition("ctr", next - 1);
    }
  }
}
