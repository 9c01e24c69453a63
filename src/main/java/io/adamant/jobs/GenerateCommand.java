package io.adamant.jobs;

import io.adamant.data.CtrGenerator;
import io.adamant.data.ExampleRow;
import io.adamant.engine.ConvertedRows;
import io.adamant.engine.GeneratedSource;
import io.adamant.engine.RowSource;
import java.io.IOException;
import java.io.PrintStream;
import java.util.concurrent.Callable;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code adamant generate}: click-log-like rows as LIBSVM text. */
@Command(
    name = "generate",
    description = "Write click-log-like rows, as input.format = ctr draws them, as LIBSVM text.",
    mixinStandardHelpOptions = true)
final class GenerateCommand implements Callable<Integer> {
  @Option(names = "--rows", required = true, paramLabel = "N", description = "number of rows")
  private long rows;

  @Option(
      names = "--features",
      paramLabel = "D",
      defaultValue = "1048576",
      description = "number of features that the columns are hashed to; 1048576 unless given")
  private int features;

  @Option(names = "--seed", paramLabel = "S", defaultValue = "0", description = "0 unless given")
  private long seed;

  @Option(
      names = "--output",
      required = true,
      paramLabel = "PATH",
      description = "folder to write; must not exist")
  private String output = "";

  private final PrintStream err;

  GenerateCommand(PrintStream err) {
    this.err = err;
  }

  @Override
  public Integer call() throws IOException {
    if (rows < 1) {
      throw new UsageException("--rows must be >= 1, got " + rows);
    }
    if (features < 1 || features > InputSettings.MAX_FEATURES) {
      throw new UsageException(
          "--features must be from 1 to %d, got %d"
              .formatted(InputSettings.MAX_FEATURES, features));
    }
    try (SparkSession session = Sessions.open("adamant generate")) {
      JavaSparkContext spark = Sessions.context(session);
      OutputFolder folder = new OutputFolder(output, spark.hadoopConfiguration());
      RowSource source = new GeneratedSource(spark, new CtrGenerator(seed, features), rows);
      folder.write(
          source.readPartitions(
              reader -> new ConvertedRows<>(reader, GenerateCommand::libsvmLine)));
    }
    err.printf("%,d rows in %s%n", rows, output);
    return Adamant.OK;
  }

  /** A row as LIBSVM text, indices from 1. */
  private static String libsvmLine(ExampleRow row) {
    StringBuilder line = new StringBuilder(row.label() == 1 ? "1" : "0");
    for (int i = 0; i < row.size(); i++) {
      line.append(' ').append(row.index(i) + 1).append(":1");
    }
    return line.toString();
  }
}
