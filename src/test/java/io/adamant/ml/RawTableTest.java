package io.adamant.ml;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.adamant.data.ExampleRow;
import io.adamant.data.InvalidInputException;
import io.adamant.data.RowFormatException;
import io.adamant.data.encoding.BucketSettings;
import io.adamant.data.encoding.CategorySettings;
import io.adamant.data.encoding.CrossSettings;
import io.adamant.data.encoding.EncoderRule;
import io.adamant.data.encoding.EncoderSettings;
import io.adamant.data.encoding.Encoding;
import io.adamant.data.encoding.MissingValues;
import io.adamant.data.encoding.NumberSettings;
import io.adamant.data.encoding.TextSettings;
import io.adamant.engine.InputRules;
import io.adamant.engine.RowReader;
import io.adamant.engine.RowSource;
import io.adamant.testing.LocalSparkTest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Random;
import org.apache.commons.codec.digest.MurmurHash3;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RawTableTest extends LocalSparkTest {
  private static final TableColumns COLUMNS = new TableColumns("label", "features", null);
  private static final InputRules RULES = new InputRules(InputRules.DETECT, 0, false, 0);
  private static final CategorySettings CATEGORY =
      new CategorySettings(1000, 0, false, MissingValues.FEATURE);
  private static final NumberSettings PLAIN =
      new NumberSettings(NumberSettings.Transform.NONE, false, MissingValues.FEATURE);

  @TempDir private Path folder;

  private static EncoderRule rule(EncoderSettings settings, String... columns) {
    return new EncoderRule(List.of(columns), settings);
  }

  private static List<String> rows(RowSource source) {
    return source.readPartitions(RawTableTest::texts).collect();
  }

  private static Iterator<String> texts(RowReader reader) {
    List<String> texts = new ArrayList<>();
    ExampleRow row = new ExampleRow();
    while (true) {
      try {
        if (!reader.next(row)) {
          return texts.iterator();
        }
        StringBuilder text = new StringBuilder();
        text.append(row.labelText() == null ? row.label() : row.labelText());
        text.append('*').append(row.weight());
        for (int i = 0; i < row.size(); i++) {
          text.append(' ').append(row.index(i)).append(':').append(row.value(i));
        }
        texts.add(text.toString());
      } catch (RowFormatException e) {
        texts.add("bad: " + e.getMessage());
      }
    }
  }

  private Dataset<Row> drawn() {
    Random random = new Random(3);
    StructType schema =
        new StructType()
            .add("label", DataTypes.IntegerType)
            .add("x", DataTypes.DoubleType)
            .add("n", DataTypes.LongType)
            .add("word", DataTypes.StringType)
            .add("tags", DataTypes.createArrayType(DataTypes.StringType));
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < 500; i++) {
      List<String> tags = new ArrayList<>();
      for (int tag = random.nextInt(4); tag > 0; tag--) {
        tags.add(random.nextInt(5) == 0 ? null : "t" + random.nextInt(20));
      }
      rows.add(
          RowFactory.create(
              random.nextInt(2),
              random.nextInt(6) == 0 ? null : 1e9 + random.nextGaussian() / 3,
              random.nextInt(9) == 0 ? null : (Long) (long) random.nextInt(50),
              "word " + random.nextInt(30),
              random.nextInt(7) == 0 ? null : tags.toArray()));
    }
    return session().createDataFrame(rows, schema);
  }

  @Test
  void anyPartitioningOfATableGivesTheSameEncodingAndTheSameRows() {
    List<EncoderRule> rules =
        List.of(
            rule(NumberSettings.DEFAULT, "x", "n"),
            rule(new BucketSettings(List.of(), 7, MissingValues.IGNORE), "x", "n"),
            rule(CATEGORY, "n", "word", "tags"),
            rule(TextSettings.DEFAULT, "word"),
            rule(CrossSettings.DEFAULT, "n", "tags"));
    Dataset<Row> drawn = drawn();
    Encoding first = null;
    List<String> firstRows = List.of();
    for (int partitions : new int[] {1, 2, 7, 40}) {
      RawTable table =
          RawTable.of("table", drawn.orderBy("word", "x").repartition(partitions), COLUMNS);
      Encoding encoding = table.learnt(table.encoding(rules), RULES);
      List<String> rows = rows(table.encoded(encoding)).stream().sorted().toList();
      if (first == null) {
        first = encoding;
        firstRows = rows;
        assertEquals(1e9, encoding.encoders().get(0).learnt().mean(), 0.1);
        assertEquals(1 / 3.0, encoding.encoders().get(0).learnt().deviation(), 0.02);
      }
      assertEquals(first, encoding);
      assertEquals(firstRows, rows);
    }
    assertEquals(500, firstRows.size());
  }

  @Test
  void aTabSeparatedFileIsReadAsItStands() throws IOException {
    Path file = folder.resolve("rows.tsv");
    // Quotes, backslashes and commas mean nothing; an empty cell is missing; a line may end in \r.
    Files.writeString(file, "ham\t1\t\"a,\\b\"\r\nspam\t\tx\\\nham\t2\t\"\r\nspam\t \t\r\n");
    RawTable table =
        RawTable.csv(
            session(),
            file.toString(),
            new CsvLayout(false, List.of("label", "n", "word"), "\t", false),
            new TableColumns("label", "features", null, null, true));
    Encoding encoding = table.encoding(List.of(rule(PLAIN, "n"), rule(CATEGORY, "word")));
    assertEquals(
        List.of(
            "ham*1.0 0:1.0 %d:1.0".formatted(2 + bucket("\"a,\\b\"")),
            "spam*1.0 1:1.0 %d:1.0".formatted(2 + bucket("x\\")),
            "ham*1.0 0:2.0 %d:1.0".formatted(2 + bucket("\"")),
            "bad: column n ' ' is not a number"),
        rows(table.encoded(encoding)));
  }

  private static int bucket(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    int hash = MurmurHash3.hash32x86(bytes, 0, bytes.length, 0);
    return (hash & Integer.MAX_VALUE) % CATEGORY.buckets();
  }

  @Test
  void aCsvFileMayHaveQuotesAndAnySeparatorAndWeights() throws IOException {
    Path file = folder.resolve("rows.csv");
    Files.writeString(file, "word;w;label;n\n\"a;\"\"b\"\"\";2;1;0.5\n\"\";1;0;-2e0\n");
    RawTable table =
        RawTable.csv(
            session(),
            file.toString(),
            new CsvLayout(true, List.of(), ";", true),
            new TableColumns("label", "features", "w"));
    Encoding encoding = table.encoding(List.of(rule(PLAIN, "n"), rule(CATEGORY, "w*")));
    assertEquals(
        List.of("1.0*2.0 0:0.5 %d:1.0".formatted(2 + bucket("a;\"b\"")), "0.0*1.0 0:-2.0 1002:1.0"),
        rows(table.encoded(encoding)));
  }

  @Test
  void aLineWithMoreCellsOrFewerIsABadRow() throws IOException {
    Path file = folder.resolve("rows.csv");
    Files.writeString(file, "label,a\n1,x\n0,y,z\n1\n0,\n");
    RawTable table = RawTable.csv(session(), file.toString(), CsvLayout.PLAIN, COLUMNS);
    List<String> rows = rows(table.encoded(table.encoding(List.of(rule(CATEGORY, "a")))));
    assertEquals(4, rows.size());
    String broken = "bad: the line has more cells or fewer than the table's 2 columns: ";
    assertEquals(broken + "0,y,z", rows.get(1));
    assertEquals(broken + "1", rows.get(2));
    assertEquals("0.0*1.0 1000:1.0", rows.get(3));
  }

  @Test
  void cellsOfColumnsThatAreNotEncodedCountToo() throws IOException {
    Path file = folder.resolve("rows.csv");
    Files.writeString(file, "label,a,b,c\n1,x,y,z\n0\n0,x,y,z,z\n");
    RawTable table = RawTable.csv(session(), file.toString(), CsvLayout.PLAIN, COLUMNS);
    List<String> rows = rows(table.encoded(table.encoding(List.of(rule(CATEGORY, "a")))));
    assertEquals(List.of(false, true, true), rows.stream().map(s -> s.startsWith("bad")).toList());
  }

  @Test
  void wholeNumbersAreTheSameCategoriesInATableAsInText() throws IOException {
    Path file = folder.resolve("rows.csv");
    Files.writeString(file, "label,id\n1,17\n0,-3\n");
    RawTable csv = RawTable.csv(session(), file.toString(), CsvLayout.PLAIN, COLUMNS);
    RawTable table =
        RawTable.of(
            "table",
            session().sql("SELECT 1 AS label, 17L AS id UNION ALL SELECT 0, -3L").coalesce(1),
            COLUMNS);
    List<EncoderRule> rules = List.of(rule(CATEGORY, "id"));
    assertEquals(
        rows(csv.encoded(csv.encoding(rules))), rows(table.encoded(table.encoding(rules))));
  }

  @ParameterizedTest
  @CsvSource({
    "number, array('x'), array<string>; a number encoder takes numbers",
    "number, date'2026-01-01', date; a number encoder takes numbers",
    "category, 1.5D, 'double; categories and text are strings, lists of strings, or whole numbers'",
    "text, array(1), 'array<int>; categories and text are strings, lists of strings,'"
  })
  void columnsOfAnotherKindAreRefused(String type, String column, String reason) {
    RawTable table =
        RawTable.of("table", session().sql("SELECT 1 AS label, " + column + " AS c"), COLUMNS);
    EncoderSettings settings =
        switch (type) {
          case "number" -> NumberSettings.DEFAULT;
          case "category" -> CATEGORY;
          default -> TextSettings.DEFAULT;
        };
    Encoding encoding = table.encoding(List.of(rule(settings, "c")));
    InvalidInputException refused =
        assertThrows(InvalidInputException.class, () -> table.encoded(encoding));
    assertEquals(
        "table: column c is " + reason,
        String.valueOf(refused.getMessage()).substring(0, 19 + reason.length()));
  }

  @Test
  void aNumberThatIsNotFiniteIsMissingOrRefused() {
    Dataset<Row> rows =
        session()
            .sql(
                "SELECT 1 AS label, double('NaN') AS c UNION ALL SELECT 0, double('Infinity')"
                    + " UNION ALL SELECT 0, null")
            .coalesce(1);
    RawTable table = RawTable.of("table", rows, COLUMNS);
    assertEquals(
        List.of("1.0*1.0 1:1.0", "bad: column c is Infinity, not finite", "0.0*1.0 1:1.0"),
        rows(table.encoded(table.encoding(List.of(rule(PLAIN, "c"))))));
  }
}
