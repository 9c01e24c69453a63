package io.adamant.testing;

import io.adamant.data.ExampleRow;
import io.adamant.data.LibsvmParser;
import io.adamant.data.RowFormatException;
import io.adamant.data.RowPosition;
import io.adamant.engine.RowReader;
import io.adamant.engine.RowSource;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;

/** LIBSVM lines from memory, in a given number of partitions. */
public final class LinesSource implements RowSource {
  private final JavaSparkContext spark;
  private final List<String> lines;
  private final int partitions;

  public LinesSource(JavaSparkContext spark, List<String> lines, int partitions) {
    this.spark = spark;
    this.lines = List.copyOf(lines);
    this.partitions = partitions;
  }

  @Override
  public String name() {
    return "lines";
  }

  @Override
  public <T> JavaRDD<T> readPartitions(PartitionReading<T> reading) {
    return spark
        .parallelize(lines, partitions)
        .mapPartitions(part -> reading.read(new LineReader(part)));
  }

  @Override
  public String locate(RowPosition position) {
    return "line " + position.offset();
  }

  private static final class LineReader implements RowReader {
    private final Iterator<String> lines;
    private final LibsvmParser parser = new LibsvmParser();
    private long number;

    LineReader(Iterator<String> lines) {
      this.lines = lines;
    }

    @Override
    public boolean next(ExampleRow row) throws RowFormatException {
      while (lines.hasNext()) {
        number++;
        byte[] line = lines.next().getBytes(StandardCharsets.UTF_8);
        if (parser.parse(line, 0, line.length, row)) {
          return true;
        }
      }
      return false;
    }

    @Override
    public RowPosition position() {
      return new RowPosition("partition " + TaskContext.getPartitionId(), number);
    }
  }
}
