package io.adamant.data.encoding;

import io.adamant.data.RowFormatException;

/** The cells of a row before they are encoded, by the places of {@link Encoding#columns}. */
public interface RawRow {
  /**
   * A number; NaN where it is missing.
   *
   * @throws RowFormatException where the cell is no finite number
   */
  double number(int column) throws RowFormatException;

  /** How many texts a cell has room for: 0 where it is missing, any number where it is a list. */
  int texts(int column);

  /**
   * Points {@code text} at one of the texts of a cell, after {@link #texts} was asked for it.
   *
   * @return false where there is none, as in a list with nulls
   */
  boolean text(int column, int i, TextBytes text);
}
