package io.adamant.benchmark;

import io.adamant.data.BatchShape;
import io.adamant.data.CtrGenerator;
import io.adamant.data.ExampleRow;
import io.adamant.data.RowFormatException;
import io.adamant.engine.DataSettings;
import io.adamant.engine.GeneratedSource;
import io.adamant.engine.InputRules;
import io.adamant.engine.LibsvmSource;
import io.adamant.engine.RowReader;
import io.adamant.engine.RowSource;
import io.adamant.engine.Shard;
import io.adamant.engine.ShardedExamples;
import io.adamant.ml.TableColumns;
import io.adamant.ml.TableSource;
import java.io.IOException;
import java.io.InputStream;
import java.io.ObjectOutputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.zip.CRC32;
import java.util.zip.CheckedOutputStream;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import scala.Tuple2;

/**
 * The time from rows to cached shards of example blocks: from a cached table of vectors, from
 * LIBSVM text and from the generator, in turn, round after round. The checksum is that of the
 * shards: the same before and after a change that keeps all bits.
 *
 * <p>Arguments: rows, features, batch size, rounds, then which inputs (table, libsvm, generated;
 * all without any). Spark's settings are those of {@code conf/spark-defaults.conf}.
 */
public final class PackingTime {
  private static final String SPARK_DEFAULTS = "/io/adamant/conf/spark-defaults.conf";

  private PackingTime() {}

  public static void main(String[] arguments) throws IOException {
    long rows = arguments.length > 0 ? Long.parseLong(arguments[0]) : 1_000_000;
    int features = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 1 << 20;
    long batch = arguments.length > 2 ? Long.parseLong(arguments[2]) : 16_384;
    int rounds = arguments.length > 3 ? Integer.parseInt(arguments[3]) : 7;
    List<String> inputs =
        arguments.length > 4
            ? List.of(arguments).subList(4, arguments.length)
            : List.of("table", "libsvm", "generated");
    SparkConf conf = new SparkConf().setMaster("local[2]").setAppName("packing time");
    Properties defaults = new Properties();
    try (InputStream in = PackingTime.class.getResourceAsStream(SPARK_DEFAULTS)) {
      defaults.load(in);
    }
    defaults.stringPropertyNames().forEach(key -> conf.set(key, defaults.getProperty(key)));
    for (String key : System.getProperties().stringPropertyNames()) {
      if (key.startsWith("spark.")) {
        conf.set(key, System.getProperty(key));
      }
    }
    try (SparkSession session = SparkSession.builder().config(conf).getOrCreate()) {
      Map<String, RowSource> sources = new LinkedHashMap<>();
      Map<String, List<Double>> seconds = new LinkedHashMap<>();
      for (String input : inputs) {
        sources.put(input, source(input, session, rows, features));
      }
      DataSettings settings = new DataSettings(0, batch, BatchShape.of(batch), 2, 0.01);
      for (int round = 1; round <= rounds; round++) {
        for (Map.Entry<String, RowSource> source : sources.entrySet()) {
          double[] times = new double[2];
          long checksum = pack(source.getValue(), features, settings, times, round == 1);
          seconds
              .computeIfAbsent(source.getKey(), input -> new ArrayList<>())
              .add(times[0] + times[1]);
          System.out.printf(
              Locale.ROOT,
              "%s, round %d: %.3f s, %.3f of them to load%s%n",
              source.getKey(),
              round,
              times[0] + times[1],
              times[0],
              round == 1 ? ", checksum %08x".formatted(checksum) : "");
        }
      }
      seconds.forEach(
          (input, all) -> {
            List<Double> warm =
                new ArrayList<>(all.subList(Math.min(2, all.size() - 1), all.size()));
            Collections.sort(warm);
            System.out.printf(
                Locale.ROOT,
                "%s: median %.3f s of %d warm rounds, least %.3f%n",
                input,
                warm.get(warm.size() / 2),
                warm.size(),
                warm.get(0));
          });
    }
  }

  private static RowSource source(String input, SparkSession session, long rows, int features)
      throws IOException {
    JavaSparkContext spark = JavaSparkContext.fromSparkContext(session.sparkContext());
    RowSource generated = new GeneratedSource(spark, new CtrGenerator(0, features), rows);
    switch (input) {
      case "table" -> {
        Dataset<Row> table = VectorTable.of(session, generated, features).cache();
        if (table.count() != rows) {
          throw new IllegalStateException("rows were lost");
        }
        TableColumns columns = new TableColumns(VectorTable.LABEL, VectorTable.FEATURES, null);
        return TableSource.ofVectors("rows", table, columns);
      }
      case "libsvm" -> {
        Path folder = Files.createTempDirectory("packing");
        String path = folder.resolve("rows").toString();
        generated.readPartitions(PackingTime::lines).saveAsTextFile(path);
        return new LibsvmSource(spark, path);
      }
      case "generated" -> {
        return generated;
      }
      default -> throw new IllegalArgumentException("no input " + input);
    }
  }

  private static Iterator<String> lines(RowReader reader) {
    List<String> lines = new ArrayList<>();
    ExampleRow row = new ExampleRow();
    try {
      while (reader.next(row)) {
        StringBuilder line = new StringBuilder().append((int) row.label());
        for (int i = 0; i < row.size(); i++) {
          line.append(' ').append(row.index(i)).append(":1");
        }
        lines.add(line.toString());
      }
    } catch (RowFormatException e) {
      throw new IllegalStateException("the generator drew a bad row", e);
    }
    return lines.iterator();
  }

  private static long pack(
      RowSource source, int features, DataSettings settings, double[] times, boolean check) {
    long started = System.nanoTime();
    try (ShardedExamples examples =
        ShardedExamples.load(source, new InputRules(features, 0, false, 0), settings)) {
      times[0] = (System.nanoTime() - started) * 1e-9;
      long shards = examples.shards().count();
      times[1] = (System.nanoTime() - started) * 1e-9 - times[0];
      if (shards != settings.shards()) {
        throw new IllegalStateException("shards were lost");
      }
      return check ? checksum(examples) : 0;
    }
  }

  private static long checksum(ShardedExamples examples) {
    TreeMap<Integer, Long> checksums = new TreeMap<>();
    for (Tuple2<Integer, Long> part :
        examples
            .shards()
            .mapToPair(shard -> new Tuple2<>(shard.firstLane(), checksum(shard)))
            .collect()) {
      checksums.put(part._1(), part._2());
    }
    CRC32 all = new CRC32();
    all.update(checksums.toString().getBytes(StandardCharsets.UTF_8));
    return all.getValue();
  }

  private static long checksum(Shard shard) {
    CheckedOutputStream bytes =
        new CheckedOutputStream(OutputStream.nullOutputStream(), new CRC32());
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(shard);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.getChecksum().getValue();
  }
}
