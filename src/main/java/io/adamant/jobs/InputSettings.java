package io.adamant.jobs;

import io.adamant.data.CtrGenerator;
import io.adamant.data.Fields;
import io.adamant.data.RareWordsGenerator;
import io.adamant.data.RowGenerator;
import io.adamant.data.Task;
import io.adamant.data.WilsonGenerator;
import io.adamant.data.encoding.Encoding;
import io.adamant.engine.GeneratedSource;
import io.adamant.engine.InputRules;
import io.adamant.engine.LibsvmSource;
import io.adamant.engine.RowSource;
import io.adamant.ml.CsvLayout;
import io.adamant.ml.RawTable;
import io.adamant.ml.TableColumns;
import io.adamant.ml.TableSource;
import io.adamant.storage.InputSection;
import java.util.List;
import java.util.Objects;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;

/**
 * The section {@code input}.
 *
 * @param path null for a generator
 * @param features {@link InputRules#DETECT} where the data decides
 * @param fields of the features; null where none are declared
 * @param csv how cells stand in csv files
 * @param rows number of rows that a generator draws
 * @param positiveFraction of the generator wilson
 * @param indexBase {@link InputRules#DETECT} where the data decides
 */
record InputSettings(
    Format format,
    @Nullable String path,
    int features,
    @Nullable Fields fields,
    CsvLayout csv,
    EncodingSettings encoding,
    long rows,
    double positiveFraction,
    int indexBase,
    boolean skipBadRows,
    long maxBadRows,
    TableColumns columns,
    long seed) {
  /** The features of generated rows, unless said otherwise. */
  static final int DEFAULT_CTR_FEATURES = 1 << 20;

  /** The most features: ids are non-negative ints. */
  static final int MAX_FEATURES = Integer.MAX_VALUE - 1;

  private static final String FIELDS = "input.fields";

  enum Format {
    LIBSVM,
    PARQUET,
    CSV,
    CTR,
    WILSON,
    RARE_WORDS;

    static Format of(String word) {
      return switch (word) {
        case "parquet" -> PARQUET;
        case "csv", TSV -> CSV;
        case "ctr" -> CTR;
        case "wilson" -> WILSON;
        case "rare-words" -> RARE_WORDS;
        default -> LIBSVM;
      };
    }

    boolean isTable() {
      return this == PARQUET || this == CSV;
    }

    /** Whether the rows are drawn, and read from nowhere. */
    boolean isGenerated() {
      return this == CTR || this == WILSON || this == RARE_WORDS;
    }
  }

  /** CSV with tabs and without quotes. */
  private static final String TSV = "tsv";

  /** The words for the formats of files. */
  static final List<String> FILE_FORMATS = List.of("libsvm", "parquet", "csv", TSV);

  /**
   * Reads the section.
   *
   * @param encoding what has been learnt of the rows, or what a model brings along; null for none
   * @param labelled whether a table must have labels
   */
  static InputSettings read(JobConfiguration job, @Nullable Encoding encoding, boolean labelled) {
    String word =
        job.choice(
            "input.format",
            List.of("libsvm", "parquet", "csv", TSV, "ctr", "wilson", "rare-words"));
    Format format = Format.of(word);
    String path = job.optionalString("input.path");
    if (format.isGenerated() && path != null) {
      throw job.invalid(
          "input.path", "is not for input.format = %s, which reads no files".formatted(word));
    }
    if (!format.isGenerated() && path == null) {
      throw new UsageException("input.path is not set (--set input.path=...)");
    }
    EncodingSettings encoders = EncodingSettings.read(job, format.isTable(), encoding);
    Fields fields = encoding == null ? fields(job, format) : encoding.fields();
    return new InputSettings(
        format,
        path,
        fields == null ? features(job, format) : fields.features(),
        fields,
        csv(job, format, word.equals(TSV)),
        encoders,
        rows(job, format),
        positiveFraction(job, format),
        indexBase(job, format),
        job.choice("input.on-bad-row", List.of("fail", "skip")).equals("skip"),
        job.integer("input.max-bad-rows", 0, Long.MAX_VALUE),
        new TableColumns(
            job.string("input.label-column"),
            job.string("input.features-column"),
            tableColumn(job, format, "input.weight-column"),
            tableColumn(job, format, "input.offset-column"),
            false,
            !labelled),
        job.integer("seed", Long.MIN_VALUE, Long.MAX_VALUE));
  }

  private static @Nullable String tableColumn(JobConfiguration job, Format format, String key) {
    if (job.has(key) && !format.isTable()) {
      throw job.invalid(key, "is for parquet, csv and tsv");
    }
    return job.optionalString(key);
  }

  private static CsvLayout csv(JobConfiguration job, Format format, boolean isTsv) {
    for (String key : List.of("header", "columns", "separator", "quoting")) {
      if (job.has("input." + key) && format != Format.CSV) {
        throw job.invalid("input." + key, "is for csv and tsv");
      }
    }
    boolean header = !job.has("input.header") || job.bool("input.header");
    List<String> columns = job.has("input.columns") ? job.strings("input.columns") : List.of();
    if (format != Format.CSV) {
      return CsvLayout.PLAIN;
    }
    String separator = job.optionalString("input.separator");
    return job.build(
        () ->
            new CsvLayout(
                header,
                columns,
                separator == null ? (isTsv ? "\t" : ",") : separator,
                job.has("input.quoting") ? job.bool("input.quoting") : !isTsv));
  }

  private static long rows(JobConfiguration job, Format format) {
    return job.integer(
        "input.rows", 1, format == Format.WILSON ? WilsonGenerator.MAX_ROWS : 1L << 40);
  }

  private static double positiveFraction(JobConfiguration job, Format format) {
    if (format != Format.WILSON && job.has("input.positive-fraction")) {
      throw job.invalid("input.positive-fraction", "is only for input.format = wilson");
    }
    double fraction =
        job.number("input.positive-fraction", WilsonGenerator.DEFAULT_POSITIVE_FRACTION);
    // The seed does not matter here: the generator has the limits of its settings.
    job.build(() -> new WilsonGenerator(0, fraction));
    return fraction;
  }

  private static int features(JobConfiguration job, Format format) {
    if (format == Format.WILSON) {
      if (job.has("input.features")) {
        throw job.invalid("input.features", "follows from input.rows for input.format = wilson");
      }
      return WilsonGenerator.features(rows(job, format));
    }
    if (job.has("input.features")) {
      int features = (int) job.integer("input.features", 1, MAX_FEATURES);
      if (format == Format.RARE_WORDS) {
        // The generator has the limits of its settings.
        job.build(() -> new RareWordsGenerator(0, features));
      }
      return features;
    }
    return switch (format) {
      case CTR -> DEFAULT_CTR_FEATURES;
      case RARE_WORDS -> RareWordsGenerator.DEFAULT_WORDS;
      default -> InputRules.DETECT;
    };
  }

  private static @Nullable Fields fields(JobConfiguration job, Format format) {
    if (!job.has(FIELDS)) {
      return null;
    }
    if (format.isGenerated()) {
      throw job.invalid(FIELDS, "is for files; features of generated rows have none");
    }
    long[] sizes = job.integers(FIELDS).stream().mapToLong(Long::longValue).toArray();
    Fields fields = job.build(() -> Fields.ofSizes(sizes));
    if (job.has("input.features") && features(job, format) != fields.features()) {
      throw job.invalid(
          FIELDS,
          "must have the sum input.features = %d, got %s with the sum %d"
              .formatted(features(job, format), fields, fields.features()));
    }
    return fields;
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

  /** The fields of the features; before a table is read, something like those of its encoders. */
  @Nullable Fields knownFields() {
    return fields == null ? encoding.fieldsToBe() : fields;
  }

  InputRules rules() {
    return new InputRules(features, indexBase, skipBadRows, maxBadRows);
  }

  private RowGenerator generator() {
    return switch (format) {
      case WILSON -> new WilsonGenerator(seed, positiveFraction);
      case RARE_WORDS -> new RareWordsGenerator(seed, features);
      default -> ctr();
    };
  }

  CtrGenerator ctr() {
    return new CtrGenerator(seed, features);
  }

  /** The rows at a path, which stands in for the settings' own, with labels for a task. */
  RowSource open(SparkSession spark, @Nullable String otherPath, Task task) {
    String from = otherPath == null ? path : otherPath;
    if (format.isGenerated() || from == null) {
      return new GeneratedSource(Sessions.context(spark), generator(), rows);
    }
    Encoding encoded = encoding.encoding();
    if (encoded != null) {
      return table(spark, from, task).encoded(encoded);
    }
    return switch (format) {
      case PARQUET -> TableSource.parquet(spark, from, columns(task));
      case CSV -> TableSource.csv(spark, from, csv, columns(task));
      // Of two classes a line of LIBSVM that begins with text is malformed.
      default -> new LibsvmSource(Sessions.context(spark), from, task == Task.MULTICLASS);
    };
  }

  /** The table that is to be encoded. */
  RawTable table(SparkSession spark, Task task) {
    return table(spark, Objects.requireNonNull(path), task);
  }

  private RawTable table(SparkSession spark, String from, Task task) {
    return format == Format.PARQUET
        ? RawTable.parquet(spark, from, columns(task))
        : RawTable.csv(spark, from, csv, columns(task));
  }

  private TableColumns columns(Task task) {
    return new TableColumns(
        columns.label(),
        columns.features(),
        columns.weight(),
        columns.offset(),
        task.takesText(),
        columns.ignoresLabels());
  }

  /** What a model remembers of them; null where they are from no table. */
  @Nullable InputSection section() {
    if (!format.isTable()) {
      return null;
    }
    boolean isCsv = format == Format.CSV;
    return new InputSection(
        isCsv ? (csv.isTsv() ? TSV : "csv") : "parquet",
        isCsv ? (Boolean) csv.header() : null,
        csv.columns().isEmpty() ? null : csv.columns(),
        isCsv ? csv.separator() : null,
        isCsv ? (Boolean) csv.quoting() : null,
        columns.label(),
        isCsv || encoding.isUsed() ? null : columns.features(),
        columns.weight(),
        columns.offset());
  }
}
