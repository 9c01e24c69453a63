package io.adamant.serialization;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.adamant.data.RowFormatException;
import io.adamant.data.encoding.BucketSettings;
import io.adamant.data.encoding.CategorySettings;
import io.adamant.data.encoding.ColumnEncoding;
import io.adamant.data.encoding.Encoding;
import io.adamant.data.encoding.EncodingSurvey;
import io.adamant.data.encoding.Learnt;
import io.adamant.data.encoding.MissingValues;
import io.adamant.data.encoding.NumberSettings;
import io.adamant.data.encoding.RawRow;
import io.adamant.data.encoding.TextBytes;
import java.nio.ByteBuffer;
import java.util.List;
import org.apache.spark.SparkConf;
import org.apache.spark.serializer.KryoSerializer;
import org.apache.spark.serializer.SerializerInstance;
import org.junit.jupiter.api.Test;
import scala.reflect.ClassTag$;

/** Surveys of raw columns through Spark's Kryo, with registration required. */
class EncodingSurveyWireTest {
  private static final Encoding ENCODING =
      new Encoding(
          List.of(
              new ColumnEncoding(List.of("x"), NumberSettings.DEFAULT, Learnt.NOTHING),
              new ColumnEncoding(
                  List.of("x"),
                  new BucketSettings(List.of(), 4, MissingValues.FEATURE),
                  Learnt.NOTHING),
              new ColumnEncoding(List.of("c"), CategorySettings.DEFAULT, Learnt.NOTHING)));

  /** A number, and a category that is missing. */
  private record Cell(double x) implements RawRow {
    @Override
    public double number(int column) {
      return x;
    }

    @Override
    public int texts(int column) {
      return 0;
    }

    @Override
    public boolean text(int column, int i, TextBytes text) {
      return false;
    }
  }

  private static EncodingSurvey survey(double from, double to) throws RowFormatException {
    EncodingSurvey.Rows rows = new EncodingSurvey.Rows(ENCODING);
    for (double x = from; x < to; x++) {
      rows.add(new Cell(x));
    }
    return rows.survey((long) (to - from), 3);
  }

  @Test
  void aSurveyThatTravelledMergesAsOneThatDidNot() throws RowFormatException {
    SerializerInstance kryo =
        new KryoSerializer(
                new SparkConf()
                    .set("spark.kryo.registrator", AdamantKryoRegistrator.class.getName())
                    .set("spark.kryo.registrationRequired", "true"))
            .newInstance();
    ByteBuffer bytes =
        kryo.serialize(survey(-20, 30), ClassTag$.MODULE$.apply(EncodingSurvey.class));
    EncodingSurvey merged = survey(30, 100);
    merged.merge(kryo.deserialize(bytes, ClassTag$.MODULE$.apply(EncodingSurvey.class)));
    assertEquals(survey(-20, 100).learnt(ENCODING), merged.learnt(ENCODING));
    assertEquals(120, merged.rows());
    assertEquals(6, merged.badRows());
  }
}
