package io.adamant.ml;

import io.adamant.data.InvalidInputException;
import io.adamant.engine.InputPaths;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** Reads text files with a separator between cells as tables of text. */
final class CsvFiles {
  /** The column with the whole line, where it has more cells than there are columns, or fewer. */
  static final String BROKEN = "broken line";

  private CsvFiles() {}

  /**
   * A table of strings; empty cells are null. Spark would read all rows once more to guess at
   * types, and could not say which row is wrong.
   *
   * @param withBroken whether there is a column {@link #BROKEN} behind the others
   */
  static Dataset<Row> read(SparkSession spark, String path, CsvLayout layout, boolean withBroken) {
    InputPaths.requirePresent(path, spark.sparkContext().hadoopConfiguration());
    try {
      var reader =
          spark
              .read()
              .option("header", layout.header())
              .option("sep", layout.separator())
              .option("columnNameOfCorruptRecord", BROKEN)
              // Else cells that nobody asks for are not counted.
              .option("columnPruning", !withBroken);
      // A quote within quotes is doubled, as RFC 4180 and everyone but Spark has it; a backslash is
      // a backslash. No quote at all is Spark's word for no quoting.
      reader =
          reader
              .option("quote", layout.quoting() ? "\"" : "")
              .option("escape", layout.quoting() ? "\"" : "");
      StructType schema = new StructType();
      if (!layout.header()) {
        for (String column : layout.columns()) {
          schema = schema.add(column, DataTypes.StringType);
        }
      } else if (withBroken) {
        schema = reader.csv(path).schema();
      } else {
        return reader.csv(path);
      }
      if (schema.isEmpty()) {
        throw new InvalidInputException(path + ": no header, and no rows");
      }
      return reader
          .schema(withBroken ? schema.add(BROKEN, DataTypes.StringType) : schema)
          .csv(path);
    } catch (Exception e) {
      throw TableSource.unreadable(path, "CSV", e);
    }
  }
}
