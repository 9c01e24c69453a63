package io.adamant.ml;

import io.adamant.data.ExampleRow;
import io.adamant.data.InvalidInputException;
import io.adamant.data.RowFormatException;
import io.adamant.data.RowPosition;
import io.adamant.engine.InputPaths;
import io.adamant.engine.InputRules;
import io.adamant.engine.RowReader;
import io.adamant.engine.RowSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.regex.Pattern;
import org.apache.spark.SparkThrowable;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.SparseVector;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.sql.AnalysisException;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.NumericType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/**
 * A Spark table of examples: a label and an ML vector, or a label and numeric columns; perhaps a
 * row weight and an offset. Feature i is element i of the vector, or the i-th of the numeric
 * columns.
 */
public final class TableSource implements RowSource {
  private static final int LABEL = 0;
  private static final int WEIGHT = 1;
  private static final int OFFSET = 2;
  private static final int FIRST_FEATURE = 3;

  /** Decimal numbers; Java's own spellings, such as 1f and 0x1p3, are none of CSV's. */
  private static final Pattern NUMBER =
      Pattern.compile("\\s*[-+]?(\\d+\\.?\\d*|\\.\\d+)([eE][-+]?\\d+)?\\s*");

  private final String name;
  private final Dataset<Row> table;
  private final boolean isVector;
  private final boolean takesText;

  private TableSource(String name, Dataset<Row> table, boolean isVector, boolean takesText) {
    this.name = name;
    this.table = table;
    this.isVector = isVector;
    this.takesText = takesText;
  }

  /** A table with an ML vector column. */
  public static TableSource ofVectors(String name, Dataset<Row> table, TableColumns columns) {
    StructField features = required(name, table, columns.features());
    if (!features.dataType().equals(SQLDataTypes.VectorType())) {
      throw new InvalidInputException(
          "%s: column %s is %s, not an ML vector"
              .formatted(name, columns.features(), features.dataType().simpleString()));
    }
    boolean isText =
        columns.takesText()
            && required(name, table, columns.label()).dataType().equals(DataTypes.StringType);
    Dataset<Row> selected =
        table.select(
            isText ? text(name, table, columns.label()) : number(name, table, columns.label()),
            optional(name, table, columns.weight(), 1.0, TableSource::number),
            optional(name, table, columns.offset(), 0.0, TableSource::number),
            table.col(columns.features()));
    return new TableSource(name, selected, true, columns.takesText());
  }

  private static Column optional(
      String name,
      Dataset<Row> table,
      @Nullable String column,
      double otherwise,
      ColumnSelection selection) {
    return column == null ? functions.lit(otherwise) : selection.select(name, table, column);
  }

  /** A table whose columns, but for label, weight and offset, are the features. */
  public static TableSource ofNumbers(String name, Dataset<Row> table, TableColumns columns) {
    return ofColumns(name, table, columns, TableSource::number);
  }

  private static TableSource ofColumns(
      String name, Dataset<Row> table, TableColumns columns, ColumnSelection selection) {
    List<Column> selected = new ArrayList<>();
    selected.add(selection.select(name, table, columns.label()));
    selected.add(optional(name, table, columns.weight(), 1.0, selection));
    selected.add(optional(name, table, columns.offset(), 0.0, selection));
    for (String column : table.columns()) {
      if (!column.equals(columns.label())
          && !column.equals(columns.weight())
          && !column.equals(columns.offset())) {
        selected.add(selection.select(name, table, column));
      }
    }
    return new TableSource(
        name, table.select(selected.toArray(Column[]::new)), false, columns.takesText());
  }

  /** Selects a column of a table, or says why it cannot be taken. */
  private interface ColumnSelection {
    Column select(String name, Dataset<Row> table, String column);
  }

  /** Parquet files with an ML vector column. */
  public static TableSource parquet(SparkSession spark, String path, TableColumns columns) {
    InputPaths.requirePresent(path, spark.sparkContext().hadoopConfiguration());
    try {
      return ofVectors(path, spark.read().parquet(path), columns);
    } catch (Exception e) {
      throw unreadable(path, "Parquet", e);
    }
  }

  /**
   * CSV files with a header and numbers only. The rows' reader looks for the numbers: Spark would
   * read all rows once more to guess at types, and could not say which row is wrong.
   */
  public static TableSource csv(SparkSession spark, String path, TableColumns columns) {
    InputPaths.requirePresent(path, spark.sparkContext().hadoopConfiguration());
    try {
      Dataset<Row> table = spark.read().option("header", true).csv(path);
      return ofColumns(path, table, columns, TableSource::text);
    } catch (Exception e) {
      throw unreadable(path, "CSV", e);
    }
  }

  private static RuntimeException unreadable(String path, String format, Exception e) {
    if (e instanceof InvalidInputException known) {
      return known;
    }
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      boolean isFile =
          cause instanceof SparkThrowable spark
              && String.valueOf(spark.getCondition()).startsWith("FAILED_READ_FILE");
      if (isFile || cause instanceof AnalysisException) {
        // Spark puts its own code before the sentence, and SQL's behind it.
        String reason =
            String.valueOf(cause.getMessage())
                .replaceAll("^\\[[A-Z_.]+]\\s*|\\s*SQLSTATE: \\w+.*$", "");
        return new InvalidInputException(
            "%s: not readable as %s: %s".formatted(path, format, reason));
      }
    }
    return InputPaths.unreadable(path, e);
  }

  private static StructField required(String name, Dataset<Row> table, String column) {
    StructType schema = table.schema();
    if (!Arrays.asList(schema.fieldNames()).contains(column)) {
      throw new InvalidInputException(
          "%s: no column %s; there are %s"
              .formatted(name, column, String.join(", ", schema.fieldNames())));
    }
    return schema.apply(column);
  }

  private static Column number(String name, Dataset<Row> table, String column) {
    StructField field = required(name, table, column);
    if (!(field.dataType() instanceof NumericType)) {
      throw new InvalidInputException(
          "%s: column %s is %s, not a number"
              .formatted(name, column, field.dataType().simpleString()));
    }
    return text(name, table, column).cast("double");
  }

  private static Column text(String name, Dataset<Row> table, String column) {
    required(name, table, column);
    return table.col("`" + column + "`");
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public <T> JavaRDD<T> readPartitions(PartitionReading<T> reading) {
    String name = this.name;
    boolean isVector = this.isVector;
    boolean takesText = this.takesText;
    return table
        .javaRDD()
        .mapPartitions(rows -> reading.read(new TableReader(name, rows, isVector, takesText)));
  }

  @Override
  public int features() {
    if (!isVector) {
      return table.columns().length - FIRST_FEATURE;
    }
    for (Row first : table.takeAsList(1)) {
      return first.isNullAt(FIRST_FEATURE) ? InputRules.DETECT : size(first);
    }
    return InputRules.DETECT;
  }

  private static int size(Row row) {
    Vector vector = row.getAs(FIRST_FEATURE);
    return vector.size();
  }

  @Override
  public String locate(RowPosition position) {
    return "%s, row %d".formatted(position.source(), position.offset());
  }

  private static final class TableReader implements RowReader {
    private final String name;
    private final Iterator<Row> rows;
    private final boolean isVector;
    private final boolean takesText;
    private long number;

    TableReader(String name, Iterator<Row> rows, boolean isVector, boolean takesText) {
      this.takesText = takesText;
      this.name = name;
      this.rows = rows;
      this.isVector = isVector;
    }

    @Override
    public boolean next(ExampleRow example) throws RowFormatException {
      Row row = nextRow();
      if (row == null) {
        return false;
      }
      number++;
      for (int i = 0; i < row.size(); i++) {
        if (row.isNullAt(i)) {
          throw new RowFormatException("column " + row.schema().fieldNames()[i] + " is null");
        }
      }
      start(row, example);
      example.setOffset(number(row, OFFSET));
      if (isVector) {
        addVector(row.getAs(FIRST_FEATURE), example);
      } else {
        for (int i = FIRST_FEATURE; i < row.size(); i++) {
          example.add(i - FIRST_FEATURE, number(row, i));
        }
      }
      example.finish();
      return true;
    }

    private void start(Row row, ExampleRow example) throws RowFormatException {
      double weight = number(row, WEIGHT);
      boolean isText =
          takesText && row.get(LABEL) instanceof String text && !NUMBER.matcher(text).matches();
      if (isText) {
        example.start(row.getString(LABEL));
        example.setWeight(weight);
      } else {
        example.start(number(row, LABEL), weight);
      }
    }

    private static double number(Row row, int column) throws RowFormatException {
      if (!(row.get(column) instanceof String text)) {
        return row.getDouble(column);
      }
      if (!NUMBER.matcher(text).matches()) {
        throw new RowFormatException(
            "column %s '%s' is not a number".formatted(row.schema().fieldNames()[column], text));
      }
      return Double.parseDouble(text);
    }

    private @Nullable Row nextRow() {
      try {
        return rows.hasNext() ? rows.next() : null;
      } catch (Exception e) {
        throw unreadable(name, "a table", e);
      }
    }

    private static void addVector(Vector vector, ExampleRow example) throws RowFormatException {
      if (vector instanceof SparseVector sparse) {
        for (int i = 0; i < sparse.indices().length; i++) {
          example.add(sparse.indices()[i], sparse.values()[i]);
        }
      } else {
        for (int i = 0; i < vector.size(); i++) {
          example.add(i, vector.apply(i));
        }
      }
    }

    @Override
    public RowPosition position() {
      String partition = "%s, partition %d".formatted(name, TaskContext.getPartitionId());
      return new RowPosition(partition, number);
    }
  }
}
