package io.adamant.data.encoding;

import io.adamant.data.ExampleRow;
import io.adamant.data.RowFormatException;

/** Makes features of the cells of one encoder; may keep buffers, so one thread has it alone. */
interface Encoder {
  /**
   * Adds the features of a row, ascending.
   *
   * @return false where the value is missing, and nothing was added
   */
  boolean encode(RawRow row, ExampleRow example) throws RowFormatException;
}
