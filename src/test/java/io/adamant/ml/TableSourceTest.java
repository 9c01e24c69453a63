package io.adamant.ml;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.holdenkarau.spark.testing.JavaRDDComparisons;
import io.adamant.data.ExampleRow;
import io.adamant.data.InvalidInputException;
import io.adamant.data.RowFormatException;
import io.adamant.engine.LibsvmSource;
import io.adamant.engine.RowReader;
import io.adamant.engine.RowSource;
import io.adamant.testing.LibsvmRows;
import io.adamant.testing.LocalSparkTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TableSourceTest extends LocalSparkTest {
  private static final int FEATURES = 25;
  private static final TableColumns COLUMNS = new TableColumns("label", "features", null);

  @TempDir private Path folder;

  /** Rows as text, indices moved so that they count from 0. */
  private static JavaRDD<String> rows(RowSource source, int indexBase) {
    return source.readPartitions(reader -> texts(reader, indexBase));
  }

  private static Iterator<String> texts(RowReader reader, int indexBase) {
    List<String> texts = new ArrayList<>();
    ExampleRow row = new ExampleRow();
    try {
      while (reader.next(row)) {
        StringBuilder text =
            new StringBuilder().append(row.label()).append('*').append(row.weight());
        for (int i = 0; i < row.size(); i++) {
          text.append(' ').append(row.index(i) - indexBase).append(':').append(row.value(i));
        }
        texts.add(text.toString());
      }
    } catch (RowFormatException e) {
      texts.add("bad: " + e.getMessage());
    }
    return texts.iterator();
  }

  private static Vector vector(String[] words, boolean dense) {
    double[] values = new double[FEATURES];
    for (int i = 1; i < words.length; i++) {
      String[] entry = words[i].split(":", -1);
      values[Integer.parseInt(entry[0]) - 1] = Double.parseDouble(entry[1]);
    }
    Vector vector = Vectors.dense(values);
    return dense ? vector : vector.toSparse();
  }

  @Test
  void parquetHoldsTheSameRowsAsLibsvm() throws IOException {
    List<String> lines = LibsvmRows.draw(200, FEATURES, 6);
    Path libsvm = Files.write(folder.resolve("rows.svm"), lines);
    List<Row> table = new ArrayList<>();
    for (String line : lines) {
      String[] words = line.split(" ", -1);
      // Labels of another numeric type, and vectors of both kinds.
      table.add(
          RowFactory.create(
              (int) Double.parseDouble(words[0]), vector(words, table.size() % 3 == 0)));
    }
    StructType schema =
        new StructType()
            .add("label", DataTypes.IntegerType)
            .add("features", SQLDataTypes.VectorType());
    Path parquet = folder.resolve("rows.parquet");
    session().createDataFrame(table, schema).repartition(3).write().parquet(parquet.toString());
    TableSource source = TableSource.parquet(session(), parquet.toString(), COLUMNS);
    JavaRDDComparisons.assertRDDEquals(
        rows(new LibsvmSource(spark(), libsvm.toString()), 1), rows(source, 0));
    assertEquals(FEATURES, source.features());
  }

  @Test
  void vectorsStandBesideWeightsOffsetsAndTextInAnyOrder() {
    StructType schema =
        new StructType()
            .add("shift", DataTypes.IntegerType)
            .add("features", SQLDataTypes.VectorType())
            .add("times", DataTypes.FloatType)
            .add("label", DataTypes.StringType);
    Vector sparse = Vectors.sparse(9, new int[] {2, 8}, new double[] {0.5, -1});
    Dataset<Row> table =
        session()
            .createDataFrame(
                List.of(
                    RowFactory.create(3, sparse, 2f, "cat"),
                    RowFactory.create(-4, Vectors.dense(0, 7), 1f, "1e1"),
                    RowFactory.create(1, null, 1f, "dog")),
                schema)
            .coalesce(1);
    TableColumns columns = new TableColumns("label", "features", "times", "shift", true);
    TableSource source = TableSource.ofVectors("table", table, columns);
    JavaRDD<String> rows =
        source.readPartitions(
            reader -> {
              ExampleRow row = new ExampleRow();
              List<String> labels = new ArrayList<>();
              try {
                while (reader.next(row)) {
                  labels.add(row.labelText() + " " + row.label() + " " + row.offset());
                }
              } catch (RowFormatException e) {
                labels.add(reader.position().offset() + ": " + e.getMessage());
              }
              return labels.iterator();
            });
    assertEquals(
        List.of("cat 0.0 3.0", "null 10.0 -4.0", "3: column features is null"), rows.collect());
    assertEquals(
        List.of("0.0*2.0 2:0.5 8:-1.0", "10.0*1.0 1:7.0", "bad: column features is null"),
        rows(source, 0).collect());
    assertEquals(9, source.features());
  }

  @Test
  void csvHoldsNumbersAndAWeight() throws IOException {
    Path csv = folder.resolve("rows.csv");
    Files.writeString(csv, "a,y,w,b\n1,1,2,0.5\n-2e-3,0,.25, 7.\n0,1,1,0\n");
    TableSource source =
        TableSource.csv(session(), csv.toString(), new TableColumns("y", "unused", "w"));
    assertEquals(
        List.of("1.0*2.0 0:1.0 1:0.5", "0.0*0.25 0:-0.002 1:7.0", "1.0*1.0"),
        rows(source, 0).collect());
    assertEquals(2, source.features());
  }

  @Test
  void csvCellsThatAreNoNumbersAreNamed() throws IOException {
    for (String cell : List.of("1f", "0x1p3", "NaN", "one", "1e", "--1")) {
      Path csv = Files.writeString(folder.resolve("bad.csv"), "label,a\n0,1\n1," + cell + "\n");
      List<String> rows = rows(TableSource.csv(session(), csv.toString(), COLUMNS), 0).collect();
      assertEquals("bad: column a '" + cell + "' is not a number", rows.get(1));
    }
    Path csv = Files.writeString(folder.resolve("bad.csv"), "label,a\n0,\n");
    assertEquals(
        List.of("bad: column a is null"),
        rows(TableSource.csv(session(), csv.toString(), COLUMNS), 0).collect());
  }

  @Test
  void tablesOfAnyNumbersAreTakenAndOthersRefused() {
    Dataset<Row> table = session().sql("SELECT 1L AS label, 2.5F AS a, CAST(3 AS TINYINT) AS b");
    assertEquals(
        List.of("1.0*1.0 0:2.5 1:3.0"),
        rows(TableSource.ofNumbers("table", table, COLUMNS), 0).collect());
    Dataset<Row> words = session().sql("SELECT 1 AS label, 'x' AS a");
    InvalidInputException refused =
        assertThrows(
            InvalidInputException.class, () -> TableSource.ofNumbers("table", words, COLUMNS));
    assertEquals("table: column a is string, not a number", refused.getMessage());
  }

  @Test
  void namesWithDotsAreColumns() {
    Dataset<Row> table = session().sql("SELECT 1 AS label, 2 AS `a.b`");
    assertTrue(
        rows(TableSource.ofNumbers("table", table, COLUMNS), 0)
            .collect()
            .contains("1.0*1.0 0:2.0"));
  }
}
