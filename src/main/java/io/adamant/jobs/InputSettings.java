package io.adamant.jobs;

import io.adamant.data.CtrGenerator;
import io.adamant.engine.CtrSource;
import io.adamant.engine.InputRules;
import io.adamant.engine.LibsvmSource;
import io.adamant.engine.RowSource;
import io.adamant.ml.TableColumns;
import io.adamant.ml.TableSource;
import java.util.List;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;

/**
 * The section {@code input}.
 *
 * @param path null for the generator
 * @param features {@link InputRules#DETECT} where the data decides
 * @param rows number of rows that the generator draws
 * @param indexBase {@link InputRules#DETECT} where the data decides
 */
record InputSettings(
    Format format,
    @Nullable String path,
    int features,
    long rows,
    int indexBase,
    boolean skipBadRows,
    long maxBadRows,
    TableColumns columns,
    long seed) {
  /** The features of generated rows, unless said otherwise. */
  static final int DEFAULT_CTR_FEATURES = 1 << 20;

  /** The most features: ids are non-negative ints. */
  static final int MAX_FEATURES = Integer.MAX_VALUE - 1;

  enum Format {
    LIBSVM,
    PARQUET,
    CSV,
    CTR;

    static Format of(String word) {
      return switch (word) {
        case "parquet" -> PARQUET;
        case "csv" -> CSV;
        case "ctr" -> CTR;
        default -> LIBSVM;
      };
    }
  }

  /** The words for the formats of files. */
  static final List<String> FILE_FORMATS = List.of("libsvm", "parquet", "csv");

  static InputSettings read(JobConfiguration job) {
    Format format =
        Format.of(job.choice("input.format", List.of("libsvm", "parquet", "csv", "ctr")));
    String path = job.optionalString("input.path");
    if (format == Format.CTR && path != null) {
      throw job.invalid("input.path", "is not for input.format = ctr, which reads no files");
    }
    if (format != Format.CTR && path == null) {
      throw new UsageException("input.path is not set (--set input.path=...)");
    }
    return new InputSettings(
        format,
        path,
        features(job, format),
        job.integer("input.rows", 1, 1L << 40),
        indexBase(job, format),
        job.choice("input.on-bad-row", List.of("fail", "skip")).equals("skip"),
        job.integer("input.max-bad-rows", 0, Long.MAX_VALUE),
        new TableColumns(
            job.string("input.label-column"),
            job.string("input.features-column"),
            job.optionalString("input.weight-column")),
        job.integer("seed", Long.MIN_VALUE, Long.MAX_VALUE));
  }

  private static int features(JobConfiguration job, Format format) {
    if (job.has("input.features")) {
      return (int) job.integer("input.features", 1, MAX_FEATURES);
    }
    return format == Format.CTR ? DEFAULT_CTR_FEATURES : InputRules.DETECT;
  }

  private static int indexBase(JobConfiguration job, Format format) {
    String word = job.choice("input.index-base", List.of("auto", "0", "1"));
    if (format == Format.LIBSVM) {
      return word.equals("auto") ? InputRules.DETECT : Integer.parseInt(word);
    }
    if (word.equals("1")) {
      throw job.invalid("input.index-base", "= 1 is for libsvm; vectors count from 0");
    }
    return 0;
  }

  InputRules rules() {
    return new InputRules(features, indexBase, skipBadRows, maxBadRows);
  }

  CtrGenerator generator() {
    return new CtrGenerator(seed, features);
  }

  /** The rows at a path, which stands in for the settings' own. */
  RowSource open(SparkSession spark, @Nullable String otherPath) {
    String from = otherPath == null ? path : otherPath;
    if (format == Format.CTR || from == null) {
      return new CtrSource(Sessions.context(spark), generator(), rows);
    }
    return switch (format) {
      case PARQUET -> TableSource.parquet(spark, from, columns);
      case CSV -> TableSource.csv(spark, from, columns);
      default -> new LibsvmSource(Sessions.context(spark), from);
    };
  }
}
