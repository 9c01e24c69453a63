package io.adamant.ml;

import io.adamant.data.ExampleRow;
import io.adamant.data.InputSurvey;
import io.adamant.data.InvalidInputException;
import io.adamant.data.RowFormatException;
import io.adamant.data.encoding.EncoderRule;
import io.adamant.data.encoding.Encoding;
import io.adamant.data.encoding.EncodingSurvey;
import io.adamant.data.encoding.RawColumn;
import io.adamant.engine.InputPaths;
import io.adamant.engine.InputRules;
import io.adamant.engine.RowReader;
import io.adamant.engine.RowSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.IntegralType;
import org.apache.spark.sql.types.NumericType;
import org.apache.spark.sql.types.StringType;
import org.jspecify.annotations.Nullable;

/** A Spark table whose columns are to be encoded: strings, lists of strings, and numbers. */
public final class RawTable {
  private final String name;
  private final Dataset<Row> table;
  private final TableColumns columns;

  /** The column that Spark fills where a line has another number of cells; null without one. */
  private final @Nullable String broken;

  private RawTable(String name, Dataset<Row> table, TableColumns columns, @Nullable String broken) {
    this.name = name;
    this.table = table;
    this.columns = columns;
    this.broken = broken;
  }

  /** A table of any origin. */
  public static RawTable of(String name, Dataset<Row> table, TableColumns columns) {
    return new RawTable(name, table, columns, null);
  }

  /** Parquet files. */
  public static RawTable parquet(SparkSession spark, String path, TableColumns columns) {
    InputPaths.requirePresent(path, spark.sparkContext().hadoopConfiguration());
    try {
      return of(path, spark.read().parquet(path), columns);
    } catch (Exception e) {
      throw TableSource.unreadable(path, "Parquet", e);
    }
  }

  /** Text files with a separator between cells. */
  public static RawTable csv(
      SparkSession spark, String path, CsvLayout layout, TableColumns columns) {
    return new RawTable(path, CsvFiles.read(spark, path, layout, true), columns, CsvFiles.BROKEN);
  }

  /**
   * The encoding that rules make of the table, which has learnt nothing yet.
   *
   * @throws InvalidInputException where they name columns that are not there
   */
  public Encoding encoding(List<EncoderRule> rules) {
    List<String> names = new ArrayList<>(Arrays.asList(table.columns()));
    names.remove(broken);
    List<String> reserved = new ArrayList<>();
    for (String other : Arrays.asList(columns.label(), columns.weight(), columns.offset())) {
      if (other != null) {
        reserved.add(other);
      }
    }
    return named(() -> EncoderRule.encoding(rules, names, reserved));
  }

  /** What is refused of the table, with its name. */
  private <T> T named(Supplier<T> action) {
    try {
      return action.get();
    } catch (InvalidInputException | IllegalArgumentException e) {
      throw new InvalidInputException("%s: %s".formatted(name, e.getMessage()));
    }
  }

  /**
   * The rows as an encoding makes them.
   *
   * @throws InvalidInputException where a column is not there, or not of its kind
   */
  public RowSource encoded(Encoding encoding) {
    Dataset<Row> selected = selected(encoding);
    return new EncodedSource(name, rows(selected), layout(selected, encoding), encoding);
  }

  /**
   * An encoding with what it learns from the rows; they are read if it learns anything.
   *
   * @param rules what becomes of rows that cannot be read
   * @throws InvalidInputException where there is a bad row that may not be passed over, or nothing
   *     to learn from
   */
  public Encoding learnt(Encoding encoding, InputRules rules) {
    if (!encoding.learns()) {
      return encoding;
    }
    Dataset<Row> selected = selected(encoding);
    RawLayout layout = layout(selected, encoding);
    String name = this.name;
    // Sums and counts are exact, so surveys merge in any order.
    EncodingSurvey survey =
        rows(selected)
            .setName("adamant: what the encoding learns")
            .mapPartitions(
                part -> {
                  EncodingSurvey.Rows seen = new EncodingSurvey.Rows(encoding);
                  EncodedReader reader =
                      new EncodedReader(name, part, layout, (cells, example) -> seen.add(cells));
                  InputSurvey read = new InputSurvey();
                  readAll(reader, read);
                  return List.of(seen.survey(read.rows(), read.badRows())).iterator();
                })
            .treeAggregate(encoding.survey(), RawTable::merged, RawTable::merged);
    if (survey.rows() == 0 || (survey.badRows() > 0 && !rules.skipsBadRows())) {
      requireReadable(encoding, rules);
    }
    return named(() -> survey.learnt(encoding));
  }

  private static EncodingSurvey merged(EncodingSurvey survey, EncodingSurvey next) {
    survey.merge(next);
    return survey;
  }

  /** Looks for the first bad row, in the order of the input. */
  private void requireReadable(Encoding encoding, InputRules rules) {
    RowSource source = encoded(encoding);
    InputSurvey all = new InputSurvey(rules.task());
    source
        .readPartitions(
            reader -> {
              InputSurvey part = new InputSurvey();
              readAll(reader, part);
              return List.of(part).iterator();
            })
        .collect()
        .forEach(all::merge);
    rules.requireReadable(all, source);
  }

  private static void readAll(RowReader reader, InputSurvey survey) {
    ExampleRow example = new ExampleRow();
    while (true) {
      try {
        if (!reader.next(example)) {
          return;
        }
        survey.add(example, reader::position, false);
      } catch (RowFormatException e) {
        survey.addBad(String.valueOf(e.getMessage()), reader.position());
      }
    }
  }

  private RawLayout layout(Dataset<Row> selected, Encoding encoding) {
    int cells = table.columns().length - (broken == null ? 0 : 1);
    return new RawLayout(selected.schema(), columns, encoding, broken != null, cells);
  }

  private Dataset<Row> selected(Encoding encoding) {
    List<Column> selected = new ArrayList<>();
    selected.add(TableSource.labelOf(name, table, columns, broken != null));
    TableSource.selectOptional(
        name, table, columns, broken != null ? TableSource::text : TableSource::number, selected);
    for (RawColumn column : encoding.columns()) {
      selected.add(column(column));
    }
    if (broken != null) {
      selected.add(table.col("`" + broken + "`"));
    }
    return table.select(selected.toArray(Column[]::new));
  }

  private Column column(RawColumn column) {
    DataType type = TableSource.required(name, table, column.name()).dataType();
    Column values = TableSource.text(name, table, column.name());
    if (type instanceof StringType) {
      return values;
    }
    if (column.isNumber()) {
      if (type instanceof NumericType || type.equals(DataTypes.BooleanType)) {
        return values.cast(DataTypes.DoubleType);
      }
      throw unfit(column, type, "a number encoder takes numbers");
    }
    if (type instanceof ArrayType list && list.elementType() instanceof StringType) {
      return values;
    }
    // Other numbers have several spellings, and would be other categories in other files.
    if (type instanceof IntegralType
        || type.equals(DataTypes.BooleanType)
        || type.equals(DataTypes.DateType)) {
      return values.cast(DataTypes.StringType);
    }
    throw unfit(
        column, type, "categories and text are strings, lists of strings, or whole numbers");
  }

  private InvalidInputException unfit(RawColumn column, DataType type, String takes) {
    return new InvalidInputException(
        "%s: column %s is %s; %s".formatted(name, column.name(), type.simpleString(), takes));
  }

  private static JavaRDD<InternalRow> rows(Dataset<Row> selected) {
    // Spark's own rows, not selected.javaRDD(): TableReader says why.
    return ((org.apache.spark.sql.classic.Dataset<Row>) selected)
        .queryExecution()
        .toRdd()
        .toJavaRDD();
  }
}
