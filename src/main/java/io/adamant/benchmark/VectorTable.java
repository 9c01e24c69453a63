package io.adamant.benchmark;

import io.adamant.data.ExampleRow;
import io.adamant.data.RowFormatException;
import io.adamant.engine.RowReader;
import io.adamant.engine.RowSource;
import java.util.Iterator;
import java.util.NoSuchElementException;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** Rows of a source as a table with a label and a sparse vector. */
final class VectorTable {
  static final String LABEL = "label";
  static final String FEATURES = "features";

  private VectorTable() {}

  static Dataset<Row> of(SparkSession session, RowSource source, int features) {
    StructType columns =
        new StructType()
            .add(LABEL, DataTypes.DoubleType, false)
            .add(FEATURES, SQLDataTypes.VectorType(), false);
    return session.createDataFrame(
        source.readPartitions(reader -> new TableRows(reader, features)), columns);
  }

  private static final class TableRows implements Iterator<Row> {
    private final RowReader reader;
    private final int features;
    private final ExampleRow row = new ExampleRow();
    private boolean isRead;
    private boolean isEnded;

    TableRows(RowReader reader, int features) {
      this.reader = reader;
      this.features = features;
    }

    @Override
    public boolean hasNext() {
      if (!isRead && !isEnded) {
        try {
          isRead = reader.next(row);
        } catch (RowFormatException e) {
          throw new IllegalStateException("the generator drew a bad row", e);
        }
        isEnded = !isRead;
      }
      return isRead;
    }

    @Override
    public Row next() {
      if (!hasNext()) {
        throw new NoSuchElementException();
      }
      isRead = false;
      int[] indices = new int[row.size()];
      double[] values = new double[row.size()];
      for (int i = 0; i < indices.length; i++) {
        indices[i] = row.index(i);
        values[i] = row.value(i);
      }
      return RowFactory.create(row.label(), Vectors.sparse(features, indices, values));
    }
  }
}
