package io.adamant.data.encoding;

import io.adamant.data.ExampleRow;
import io.adamant.data.RowFormatException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A row of cells in memory: a Double, a String, a List of Strings, or "" where it is missing. */
final class Cells implements RawRow {
  private final List<Object> cells;

  private Cells(Object... cells) {
    this.cells = Arrays.asList(cells);
  }

  static Cells of(Object... cells) {
    return new Cells(cells);
  }

  @Override
  public double number(int column) throws RowFormatException {
    if (cells.get(column) instanceof Double number) {
      return number;
    }
    if (cells.get(column).equals("")) {
      return Double.NaN;
    }
    throw new RowFormatException("no number: " + cells.get(column));
  }

  private List<?> list(int column) {
    Object cell = cells.get(column);
    return cell instanceof List<?> list ? list : cell.equals("") ? List.of() : List.of(cell);
  }

  @Override
  public int texts(int column) {
    return list(column).size();
  }

  @Override
  public boolean text(int column, int i, TextBytes text) {
    if (list(column).get(i).equals("")) {
      return false;
    }
    // Not at the array's beginning, as in Spark's rows.
    byte[] bytes = ("<>" + list(column).get(i) + "<").getBytes(StandardCharsets.UTF_8);
    text.set(bytes, 2, bytes.length - 3);
    return true;
  }

  /** The features of the row under an encoding, by id. */
  Map<Integer, Double> encoded(Encoding.Rows rows) throws RowFormatException {
    ExampleRow example = new ExampleRow();
    example.start(0, 1);
    rows.encode(this, example);
    example.finish();
    Map<Integer, Double> features = new TreeMap<>();
    for (int i = 0; i < example.size(); i++) {
      features.put(example.index(i), example.value(i));
    }
    return features;
  }

  Map<Integer, Double> encoded(Encoding encoding) throws RowFormatException {
    return encoded(encoding.rows());
  }

  /** An encoding of one column, c. */
  static Encoding encoding(EncoderSettings settings, Learnt learnt) {
    List<String> columns = new ArrayList<>(List.of("c"));
    if (settings.columns() == 2) {
      columns.add("d");
    }
    return new Encoding(List.of(new ColumnEncoding(columns, settings, learnt)));
  }

  static Encoding encoding(EncoderSettings settings) {
    return encoding(settings, Learnt.NOTHING);
  }
}
