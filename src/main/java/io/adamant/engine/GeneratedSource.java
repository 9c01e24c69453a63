package io.adamant.engine;

import io.adamant.data.ExampleRow;
import io.adamant.data.RowFormatException;
import io.adamant.data.RowGenerator;
import io.adamant.data.RowPosition;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;

/** Rows of a {@link RowGenerator}, drawn where they are needed. */
public final class GeneratedSource implements RowSource {
  /** Rows a partition at most, so that progress shows and memory stays small. */
  private static final long PARTITION_ROWS = 1 << 18;

  private final JavaSparkContext spark;
  private final RowGenerator generator;
  private final long rows;

  /**
   * @param rows number of rows, at least 1
   */
  public GeneratedSource(JavaSparkContext spark, RowGenerator generator, long rows) {
    this.spark = spark;
    this.generator = generator;
    this.rows = rows;
  }

  @Override
  public String name() {
    return generator.name() + " generator";
  }

  @Override
  public <T> JavaRDD<T> readPartitions(PartitionReading<T> reading) {
    long needed = (rows + PARTITION_ROWS - 1) / PARTITION_ROWS;
    int partitions = Math.toIntExact(Math.max(needed, Math.min(rows, spark.defaultParallelism())));
    List<Long> starts = new ArrayList<>();
    for (int i = 0; i <= partitions; i++) {
      starts.add(Math.multiplyExact(rows, (long) i) / partitions);
    }
    RowGenerator generator = this.generator;
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
    private final String name;
    private final RowGenerator.Drawing drawing;
    private final long end;
    private long next;

    GeneratedReader(RowGenerator generator, long start, long end) {
      this.name = generator.name();
      this.drawing = generator.drawing();
      this.next = start;
      this.end = end;
    }

    @Override
    public boolean next(ExampleRow row) throws RowFormatException {
      if (next == end) {
        return false;
      }
      drawing.draw(next++, row);
      return true;
    }

    @Override
    public RowPosition position() {
      return new RowPosition(name, next - 1);
    }
  }
}
