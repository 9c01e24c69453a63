package io.adamant.ml;

import io.adamant.data.InvalidInputException;
import io.adamant.data.RowPosition;
import io.adamant.engine.InputPaths;
import io.adamant.engine.InputRules;
import io.adamant.engine.RowSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.SparkThrowable;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.rdd.RDD;
import org.apache.spark.sql.AnalysisException;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.NumericType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * A Spark table of examples: a label and an ML vector, or a label and numeric columns; perhaps a
 * row weight and an offset. Feature i is element i of the vector, or the i-th of the numeric
 * columns.
 */
public final class TableSource implements RowSource {
  private final String name;
  private final Dataset<Row> table;
  private final TableLayout layout;

  private TableSource(
      String name,
      Dataset<Row> table,
      List<Column> selected,
      TableColumns columns,
      boolean isVector) {
    this.name = name;
    this.table = table.select(selected.toArray(Column[]::new));
    this.layout = new TableLayout(this.table.schema(), columns, isVector);
  }

  /** A table with an ML vector column. */
  public static TableSource ofVectors(String name, Dataset<Row> table, TableColumns columns) {
    StructField features = required(name, table, columns.features());
    if (!features.dataType().equals(SQLDataTypes.VectorType())) {
      throw new InvalidInputException(
          "%s: column %s is %s, not an ML vector"
              .formatted(name, columns.features(), features.dataType().simpleString()));
    }
    List<Column> selected = new ArrayList<>();
    selected.add(labelOf(name, table, columns, false));
    selectOptional(name, table, columns, TableSource::number, selected);
    selected.add(table.col(columns.features()));
    return new TableSource(name, table, selected, columns, true);
  }

  /** The column of labels; {@code isOfText} where numbers are text too. */
  static Column labelOf(String name, Dataset<Row> table, TableColumns columns, boolean isOfText) {
    if (columns.ignoresLabels()) {
      return functions.lit(0.0);
    }
    boolean isText =
        columns.takesText()
            && required(name, table, columns.label()).dataType().equals(DataTypes.StringType);
    return isOfText || isText
        ? text(name, table, columns.label())
        : number(name, table, columns.label());
  }

  static void selectOptional(
      String name,
      Dataset<Row> table,
      TableColumns columns,
      ColumnSelection selection,
      List<Column> selected) {
    if (columns.weight() != null) {
      selected.add(selection.select(name, table, columns.weight()));
    }
    if (columns.offset() != null) {
      selected.add(selection.select(name, table, columns.offset()));
    }
  }

  /** A table whose columns, but for label, weight and offset, are the features. */
  public static TableSource ofNumbers(String name, Dataset<Row> table, TableColumns columns) {
    return ofColumns(name, table, columns, false);
  }

  private static TableSource ofColumns(
      String name, Dataset<Row> table, TableColumns columns, boolean isOfText) {
    ColumnSelection selection = isOfText ? TableSource::text : TableSource::number;
    List<Column> selected = new ArrayList<>();
    selected.add(labelOf(name, table, columns, isOfText));
    selectOptional(name, table, columns, selection, selected);
    for (String column : table.columns()) {
      if (!column.equals(columns.label())
          && !column.equals(columns.weight())
          && !column.equals(columns.offset())) {
        selected.add(selection.select(name, table, column));
      }
    }
    return new TableSource(name, table, selected, columns, false);
  }

  /** Selects a column of a table, or says why it cannot be taken. */
  interface ColumnSelection {
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

  /** CSV files of numbers with a header. */
  public static TableSource csv(SparkSession spark, String path, TableColumns columns) {
    return csv(spark, path, CsvLayout.PLAIN, columns);
  }

  /** CSV files of numbers. The rows' reader looks for them: see {@link CsvFiles#read}. */
  public static TableSource csv(
      SparkSession spark, String path, CsvLayout layout, TableColumns columns) {
    Dataset<Row> table = CsvFiles.read(spark, path, layout, false);
    return ofColumns(path, table, columns, true);
  }

  static RuntimeException unreadable(String path, String format, Exception e) {
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

  static StructField required(String name, Dataset<Row> table, String column) {
    StructType schema = table.schema();
    if (!Arrays.asList(schema.fieldNames()).contains(column)) {
      throw new InvalidInputException(
          "%s: no column %s; there are %s"
              .formatted(name, column, String.join(", ", schema.fieldNames())));
    }
    return schema.apply(column);
  }

  static Column number(String name, Dataset<Row> table, String column) {
    StructField field = required(name, table, column);
    if (!(field.dataType() instanceof NumericType)) {
      throw new InvalidInputException(
          "%s: column %s is %s, not a number"
              .formatted(name, column, field.dataType().simpleString()));
    }
    return text(name, table, column).cast("double");
  }

  static Column text(String name, Dataset<Row> table, String column) {
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
    TableLayout layout = this.layout;
    // Spark's own rows, not table.javaRDD(): TableReader says why. Only tables of a session that
    // runs here are RDDs, either way.
    RDD<InternalRow> rows =
        ((org.apache.spark.sql.classic.Dataset<Row>) table).queryExecution().toRdd();
    return rows.toJavaRDD()
        .mapPartitions(part -> reading.read(new TableReader(name, part, layout)));
  }

  @Override
  public int features() {
    if (!layout.isVector()) {
      return layout.columns() - layout.firstFeature();
    }
    for (Row first : table.takeAsList(1)) {
      if (!first.isNullAt(layout.firstFeature())) {
        Vector vector = first.getAs(layout.firstFeature());
        return vector.size();
      }
    }
    return InputRules.DETECT;
  }

  @Override
  public String locate(RowPosition position) {
    return "%s, row %d".formatted(position.source(), position.offset());
  }
}
