package io.adamant.optimizer;

import io.adamant.linalg.PagedTable;
import java.util.Arrays;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/** Parameters as one array: the table, row after row, then the tensors. */
final class FlatParameters {
  private FlatParameters() {}

  static double[] of(Parameters parameters) {
    int rows = Math.toIntExact(parameters.layout().rows());
    DoubleStream values =
        Arrays.stream(parameters.gather(IntStream.range(0, rows).toArray()).values());
    for (double[] tensor : parameters.tensors()) {
      values = DoubleStream.concat(values, Arrays.stream(tensor));
    }
    return values.toArray();
  }

  /** A slot of all parts. */
  static double[] of(List<PagedTable> slot) {
    return slot.stream().flatMapToDouble(FlatParameters::stream).toArray();
  }

  static double[] of(PagedTable table) {
    return stream(table).toArray();
  }

  private static DoubleStream stream(PagedTable table) {
    return IntStream.range(0, table.pageCount())
        .boxed()
        .flatMapToDouble(page -> Arrays.stream(table.page(page)));
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
