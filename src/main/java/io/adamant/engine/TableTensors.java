package io.adamant.engine;

import io.adamant.engine.TensorFile.Content;
import io.adamant.engine.TensorFile.Tensor;
import io.adamant.linalg.PagedTable;
import io.adamant.linalg.TensorShape;
import io.adamant.optimizer.ParameterLayout;
import io.adamant.optimizer.Parameters;
import io.adamant.optimizer.SavedRows;
import io.adamant.storage.InvalidModelException;
import io.adamant.storage.Safetensors;
import io.adamant.storage.Safetensors.Entry;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Parameters as tensors of a file. The table is there with all its rows, or, where most of a large
 * table's are as they were before training, with a list of the others: their ids in a tensor of its
 * own, and their values in the same order.
 */
final class TableTensors {
  /** Rows that are moved at a time. */
  private static final int CHUNK_ROWS = 1 << 12;

  private TableTensors() {}

  /** The tensor with the ids of listed rows. */
  static Tensor listOf(String name, SavedRows rows) {
    Entry entry = Entry.ofInts(name, rows.ids().length);
    return new Tensor(entry, writer -> writer.write(rows.ids()));
  }

  /**
   * All parameters, each tensor's name behind a prefix.
   *
   * @param listed the table's rows to write; null for all
   */
  static List<Tensor> of(String prefix, Parameters parameters, @Nullable SavedRows listed) {
    ParameterLayout layout = parameters.layout();
    List<Tensor> tensors = new ArrayList<>();
    long rows = listed == null ? layout.rows() : listed.ids().length;
    Content table =
        listed == null
            ? writer -> writeAll(writer, parameters)
            : listed(parameters.table(), listed);
    tensors.add(new Tensor(entry(prefix + layout.tableName(), rows, layout.columns()), table));
    for (int i = 0; i < parameters.tensors().length; i++) {
      TensorShape shape = layout.tensors().get(i);
      Entry entry = new Entry(prefix + shape.name(), Entry.of(shape).shape());
      double[] values = parameters.tensors()[i];
      tensors.add(new Tensor(entry, writer -> writer.write(values)));
    }
    return tensors;
  }

  /** What a file lists of parameters that are there with all rows. */
  static List<Entry> entries(ParameterLayout layout) {
    List<Entry> entries = new ArrayList<>();
    entries.add(entry(layout.tableName(), layout.rows(), layout.columns()));
    layout.tensors().forEach(shape -> entries.add(Entry.of(shape)));
    return entries;
  }

  private static Entry entry(String name, long rows, int columns) {
    return new Entry(name, List.of(rows, (long) columns));
  }

  /** A table whose rows stand at the places of their ids. */
  static Tensor plain(String name, PagedTable table) {
    return new Tensor(entry(name, table.rows(), table.columns()), writer -> write(writer, table));
  }

  private static void write(Safetensors.Writer writer, PagedTable table) throws IOException {
    for (int page = 0; page < table.pageCount(); page++) {
      writer.write(table.readOnlyPage(page));
    }
  }

  /**
   * A table with values for each row of the parameters.
   *
   * @param listed the rows to write; null for all
   */
  static Tensor byRow(
      String name, PagedTable table, Parameters parameters, @Nullable SavedRows listed) {
    if (listed != null) {
      return new Tensor(entry(name, listed.ids().length, table.columns()), listed(table, listed));
    }
    if (parameters.places().areAll()) {
      return plain(name, table);
    }
    long rows = parameters.layout().rows();
    return new Tensor(
        entry(name, rows, table.columns()),
        writer -> {
          for (long first = 0; first < rows; first += CHUNK_ROWS) {
            writer.write(table.gather(parameters.places().placesOf(ids(first, rows))));
          }
        });
  }

  private static Content listed(PagedTable table, SavedRows rows) {
    int[] places = rows.places();
    return writer -> {
      for (int from = 0; from < places.length; from += CHUNK_ROWS) {
        int to = Math.min(places.length, from + CHUNK_ROWS);
        writer.write(table.gather(Arrays.copyOfRange(places, from, to)));
      }
    };
  }

  private static void writeAll(Safetensors.Writer writer, Parameters parameters)
      throws IOException {
    if (parameters.places().areAll()) {
      write(writer, parameters.table());
      return;
    }
    long rows = parameters.layout().rows();
    for (long first = 0; first < rows; first += CHUNK_ROWS) {
      writer.write(parameters.gather(ids(first, rows)).values());
    }
  }

  private static int[] ids(long first, long rows) {
    int from = Math.toIntExact(first);
    return IntStream.range(from, (int) Math.min(rows, first + CHUNK_ROWS)).toArray();
  }

  /**
   * Reads a list of rows, which is the next tensor.
   *
   * @param rows of the table
   * @throws InvalidModelException where it cannot be one
   */
  static int[] readList(Safetensors.Reader reader, Entry entry, long rows) throws IOException {
    int[] ids = new int[Math.toIntExact(entry.size())];
    reader.read(ids);
    try {
      SavedRows.require(ids, rows);
    } catch (IllegalArgumentException e) {
      throw new InvalidModelException("%s: %s".formatted(entry.name(), e.getMessage()));
    }
    return ids;
  }

  /**
   * Reads the tensors that {@link #of} has made.
   *
   * @param listed the ids of the rows that the table lists; null for all
   */
  static void read(Safetensors.Reader reader, Parameters parameters, int @Nullable [] listed)
      throws IOException {
    PagedTable table = parameters.table();
    if (listed != null) {
      int[] places = parameters.touch(listed);
      readRows(reader, parameters.table(), places);
    } else if (parameters.places().areAll()) {
      read(reader, table);
    } else {
      readAll(reader, parameters);
    }
    for (double[] tensor : parameters.tensors()) {
      reader.read(tensor);
    }
  }

  /** Reads a table whose rows stand at the places of their ids. */
  static void read(Safetensors.Reader reader, PagedTable table) throws IOException {
    for (int page = 0; page < table.pageCount(); page++) {
      reader.read(table.page(page));
    }
  }

  /** Reads rows, each to its place. */
  static void readRows(Safetensors.Reader reader, PagedTable table, int[] places)
      throws IOException {
    int columns = table.columns();
    for (int from = 0; from < places.length; from += CHUNK_ROWS) {
      int count = Math.min(CHUNK_ROWS, places.length - from);
      double[] values = new double[count * columns];
      reader.read(values);
      table.scatter(places, from, count, 0, columns, values);
    }
  }

  /** Reads all rows of a table, and keeps those that are not what they are at first. */
  private static void readAll(Safetensors.Reader reader, Parameters parameters) throws IOException {
    ParameterLayout layout = parameters.layout();
    int columns = layout.columns();
    double[] first = new double[columns];
    for (long from = 0; from < layout.rows(); from += CHUNK_ROWS) {
      int[] ids = ids(from, layout.rows());
      double[] values = new double[ids.length * columns];
      reader.read(values);
      int[] others = new int[ids.length];
      int count = 0;
      for (int i = 0; i < ids.length; i++) {
        layout.writeInitial(ids[i], first, 0);
        int at = i * columns;
        // Comparing bits, as Arrays does: a zero that lost its sign is another one.
        if (!Arrays.equals(first, 0, columns, values, at, at + columns)) {
          System.arraycopy(values, at, values, count * columns, columns);
          others[count++] = ids[i];
        }
      }
      int[] places = parameters.touch(Arrays.copyOf(others, count));
      parameters.table().scatter(places, 0, count, 0, columns, values);
    }
  }
}
