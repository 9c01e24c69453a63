package io.adamant.ml;

import io.adamant.data.encoding.Encoding;
import io.adamant.data.encoding.RawColumn;
import java.io.Serializable;
import java.util.List;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * What stands where in the selected columns of a table that is to be encoded: label, weight and
 * offset, then the columns of the encoding in their order, then perhaps that of broken lines.
 */
final class RawLayout implements Serializable {
  private final TableLayout start;
  private final String[] names;
  private final boolean[] isText;
  private final boolean[] isList;
  private final int broken;
  private final int tableColumns;

  /**
   * @param selected the selected columns
   * @param tableColumns number of columns of the table; only for what is said of broken lines
   */
  RawLayout(
      StructType selected,
      TableColumns columns,
      Encoding encoding,
      boolean hasBroken,
      int tableColumns) {
    start = new TableLayout(selected, columns, false);
    List<RawColumn> raw = encoding.columns();
    names = new String[raw.size()];
    isText = new boolean[raw.size()];
    isList = new boolean[raw.size()];
    for (int i = 0; i < names.length; i++) {
      StructField field = selected.fields()[place(i)];
      names[i] = raw.get(i).name();
      isText[i] = field.dataType().equals(DataTypes.StringType);
      isList[i] = field.dataType() instanceof ArrayType;
    }
    broken = hasBroken ? place(names.length) : TableLayout.NONE;
    this.tableColumns = tableColumns;
  }

  /** Label, weight and offset. */
  TableLayout start() {
    return start;
  }

  /** The place of a column of the encoding. */
  int place(int column) {
    return start.firstFeature() + column;
  }

  int columns() {
    return names.length;
  }

  String name(int column) {
    return names[column];
  }

  boolean isText(int column) {
    return isText[column];
  }

  boolean isList(int column) {
    return isList[column];
  }

  /** The place of the column that is filled where a line is broken; negative without one. */
  int broken() {
    return broken;
  }

  int tableColumns() {
    return tableColumns;
  }
}
