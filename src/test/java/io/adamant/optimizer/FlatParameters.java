package io.adamant.optimizer;

import io.adamant.linalg.PagedTable;
import java.util.Arrays;
import java.util.stream.DoubleStream;

/** Parameters as one array: the table, row after row, then the tensors. */
final class FlatParameters {
  private FlatParameters() {}

  static double[] of(Parameters parameters) {
    PagedTable table = parameters.table();
    DoubleStream values = DoubleStream.empty();
    for (int page = 0; page < table.pageCount(); page++) {
      values = DoubleStream.concat(values, Arrays.stream(table.page(page)));
    }
    for (double[] tensor : parameters.tensors()) {
      values = DoubleStream.concat(values, Arrays.stream(tensor));
    }
    return values.toArray();
  }

  static void set(Parameters parameters, double[] values) {
    PagedTable table = parameters.table();
    int at = 0;
    for (long row = 0; row < table.rows(); row++) {
      for (int column = 0; column < table.columns(); column++) {
        table.set(row, column, values[at++]);
      }
    }
    for (double[] tensor : parameters.tensors()) {
      System.arraycopy(values, at, tensor, 0, tensor.length);
      at += tensor.length;
    }
  }
}
