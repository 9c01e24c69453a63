package io.adamant.ml;

import io.adamant.data.ExampleRow;
import io.adamant.data.InputSurvey;
import io.adamant.data.InvalidInputException;
import io.adamant.data.RowFormatException;
import io.adamant.data.RowPosition;
import io.adamant.data.encoding.Encoding;
import io.adamant.data.encoding.EncodingSurvey;
import io.adamant.data.encoding.RawRow;
import io.adamant.engine.RowSource;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.catalyst.InternalRow;

/** The rows of a table as an encoding makes them; each is encoded where it is read. */
final class EncodedSource implements RowSource {
  private final String name;
  private final JavaRDD<InternalRow> rows;
  private final RawLayout layout;
  private final Encoding encoding;

  EncodedSource(String name, JavaRDD<InternalRow> rows, RawLayout layout, Encoding encoding) {
    this.name = name;
    this.rows = rows;
    this.layout = layout;
    this.encoding = encoding;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public <T> JavaRDD<T> readPartitions(PartitionReading<T> reading) {
    String name = this.name;
    RawLayout layout = this.layout;
    Encoding encoding = this.encoding;
    return rows.mapPartitions(
        part -> reading.read(new EncodedReader(name, part, layout, new Encoded(encoding))));
  }

  @Override
  public int features() {
    return encoding.features();
  }

  @Override
  public void requireComplete(InputSurvey survey) {
    int empty = survey.firstWithoutValue();
    if (empty >= 0) {
      throw new InvalidInputException(
          "%s: %s"
              .formatted(
                  name, EncodingSurvey.onlyMissing(encoding.encoders().get(empty)).getMessage()));
    }
  }

  @Override
  public String locate(RowPosition position) {
    return "%s, row %d".formatted(position.source(), position.offset());
  }

  private static final class Encoded implements EncodedReader.CellUse {
    private final Encoding.Rows rows;

    Encoded(Encoding encoding) {
      rows = encoding.rows();
    }

    @Override
    public void take(RawRow cells, ExampleRow example) throws RowFormatException {
      rows.encode(cells, example);
    }

    @Override
    public void report(InputSurvey survey) {
      survey.addEncoders(rows.met());
    }
  }
}
