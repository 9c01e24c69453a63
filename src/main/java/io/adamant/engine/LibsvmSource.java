package io.adamant.engine;

import io.adamant.data.ExampleRow;
import io.adamant.data.LibsvmParser;
import io.adamant.data.RowFormatException;
import io.adamant.data.RowPosition;
import java.io.IOException;
import java.io.InputStream;
import java.util.Iterator;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.io.LongWritable;
import org.apache.hadoop.io.Text;
import org.apache.hadoop.io.compress.CompressionCodec;
import org.apache.hadoop.io.compress.CompressionCodecFactory;
import org.apache.hadoop.mapred.FileSplit;
import org.apache.hadoop.mapred.InputSplit;
import org.apache.hadoop.mapred.TextInputFormat;
import org.apache.spark.api.java.JavaHadoopRDD;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.Function2;
import org.jspecify.annotations.Nullable;
import scala.Tuple2;

/** LIBSVM text files on any Hadoop file system, compressed or not. */
public final class LibsvmSource implements RowSource {
  private final JavaSparkContext spark;
  private final String path;
  private final boolean takesText;

  /** Of rows whose labels are numbers. */
  public LibsvmSource(JavaSparkContext spark, String path) {
    this(spark, path, false);
  }

  /**
   * @param path a file, a folder of files, or a pattern
   * @param takesText whether labels may be text
   * @throws io.adamant.data.InvalidInputException where there is nothing at the path
   */
  public LibsvmSource(JavaSparkContext spark, String path, boolean takesText) {
    this.spark = spark;
    this.path = path;
    this.takesText = takesText;
    InputPaths.requirePresent(path, spark.hadoopConfiguration());
  }

  @Override
  public String name() {
    return path;
  }

  @Override
  @SuppressWarnings("unchecked")
  public <T> JavaRDD<T> readPartitions(PartitionReading<T> reading) {
    JavaHadoopRDD<LongWritable, Text> lines =
        (JavaHadoopRDD<LongWritable, Text>)
            spark.hadoopFile(path, TextInputFormat.class, LongWritable.class, Text.class);
    listSplits(lines);
    return lines.mapPartitionsWithInputSplit(new ReadLines<>(reading, takesText), false);
  }

  /** Looks for the files now, where a failure can still be told by the path. */
  private void listSplits(JavaHadoopRDD<?, ?> lines) {
    try {
      int unused = lines.getNumPartitions();
    } catch (Exception e) {
      throw InputPaths.unreadable(path, e);
    }
  }

  @Override
  public String locate(RowPosition position) {
    try {
      return "%s, line %d".formatted(shortName(position.source()), lineNumber(position));
    } catch (IOException e) {
      // The position stays true where the file can no longer be read.
      return "%s, byte %d".formatted(position.source(), position.offset());
    }
  }

  private static String shortName(String source) {
    return source.startsWith("file:/") ? source.replaceFirst("^file:/+", "/") : source;
  }

  private long lineNumber(RowPosition position) throws IOException {
    Path file = new Path(position.source());
    FileSystem files = file.getFileSystem(spark.hadoopConfiguration());
    CompressionCodec codec =
        new CompressionCodecFactory(spark.hadoopConfiguration()).getCodec(file);
    long line = 1;
    byte last = 0;
    try (InputStream raw = files.open(file);
        InputStream text = codec == null ? raw : codec.createInputStream(raw)) {
      byte[] buffer = new byte[1 << 16];
      long rest = position.offset();
      while (rest > 0) {
        int count = text.read(buffer, 0, (int) Math.min(buffer.length, rest));
        if (count < 0) {
          break;
        }
        for (int i = 0; i < count; i++) {
          // Hadoop ends a line at \n, at \r\n and at a lone \r.
          line += buffer[i] == '\r' || (buffer[i] == '\n' && last != '\r') ? 1 : 0;
          last = buffer[i];
        }
        rest -= count;
      }
    }
    return line;
  }

  private static final class ReadLines<T>
      implements Function2<InputSplit, Iterator<Tuple2<LongWritable, Text>>, Iterator<T>> {
    private final PartitionReading<T> reading;
    private final boolean takesText;

    ReadLines(PartitionReading<T> reading, boolean takesText) {
      this.reading = reading;
      this.takesText = takesText;
    }

    @Override
    public Iterator<T> call(InputSplit split, Iterator<Tuple2<LongWritable, Text>> lines) {
      return reading.read(
          new LineReader(((FileSplit) split).getPath().toString(), lines, takesText));
    }
  }

  private static final class LineReader implements RowReader {
    private final String file;
    private final Iterator<Tuple2<LongWritable, Text>> lines;
    private final LibsvmParser parser;
    private @Nullable LongWritable offset;

    LineReader(String file, Iterator<Tuple2<LongWritable, Text>> lines, boolean takesText) {
      this.parser = new LibsvmParser(takesText);
      this.file = file;
      this.lines = lines;
    }

    @Override
    public boolean next(ExampleRow row) throws RowFormatException {
      for (var line = nextLine(); line != null; line = nextLine()) {
        offset = line._1();
        if (parser.parse(line._2().getBytes(), 0, line._2().getLength(), row)) {
          return true;
        }
      }
      return false;
    }

    /** Damaged files and lost ones show here, as checked exceptions that Scala does not declare. */
    private @Nullable Tuple2<LongWritable, Text> nextLine() {
      try {
        return lines.hasNext() ? lines.next() : null;
      } catch (Exception e) {
        throw InputPaths.unreadable(shortName(file), e);
      }
    }

    @Override
    public RowPosition position() {
      return new RowPosition(file, offset == null ? 0 : offset.get());
    }
  }
}
