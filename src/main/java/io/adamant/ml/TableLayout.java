package io.adamant.ml;

import java.io.Serializable;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * What stands where in the selected columns of a table: the label, perhaps a weight and an offset,
 * then the features. A column that the input does not have is not there; a constant in its place
 * would have Spark copy every row.
 */
final class TableLayout implements Serializable {
  /** The place of a column that is not there. */
  static final int NONE = -1;

  static final int LABEL = 0;

  private final String[] names;
  private final boolean[] isText;
  private final int weight;
  private final int offset;
  private final int firstFeature;
  private final boolean isVector;
  private final boolean takesText;

  /**
   * @param selected the selected columns
   * @param isVector whether the features are one vector, not numbers
   */
  TableLayout(StructType selected, TableColumns columns, boolean isVector) {
    StructField[] fields = selected.fields();
    names = selected.fieldNames();
    isText = new boolean[fields.length];
    for (int i = 0; i < fields.length; i++) {
      isText[i] = fields[i].dataType().equals(DataTypes.StringType);
    }
    int place = LABEL + 1;
    weight = columns.weight() == null ? NONE : place++;
    offset = columns.offset() == null ? NONE : place++;
    firstFeature = place;
    this.isVector = isVector;
    takesText = columns.takesText();
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

  int weight() {
    return weight;
  }

  int offset() {
    return offset;
  }

  int firstFeature() {
    return firstFeature;
  }

  boolean isVector() {
    return isVector;
  }

  /** Whether a label may be text. */
  boolean takesText() {
    return takesText;
  }
}
