package io.adamant.benchmark;

import io.adamant.data.ExampleRow;
import io.adamant.engine.ConvertedRows;
import io.adamant.engine.RowSource;
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
        source.readPartitions(reader -> new ConvertedRows<>(reader, row -> row(row, features))),
        columns);
  }

  private static Row row(ExampleRow row, int features) {
    int[] indices = new int[row.size()];
    double[] values = new double[row.size()];
    for (int i = 0; i < indices.length; i++) {
      indices[i] = row.index(i);
      values[i] = row.value(i);
    }
    return RowFactory.create(row.label(), Vectors.sparse(features, indices, values));
  }
}
