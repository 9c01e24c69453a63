package io.adamant.engine;

import io.adamant.data.ExampleRow;
import io.adamant.data.InputSurvey;
import io.adamant.data.RowFormatException;
import io.adamant.data.RowPosition;

/** Reads the rows of one partition of an input, one after the other. */
public interface RowReader {
  /**
   * Reads the next row into {@code row}; false behind the last.
   *
   * @throws RowFormatException where the row cannot be taken; reading may go on with the next
   */
  boolean next(ExampleRow row) throws RowFormatException;

  /** Where the row stands that was read, or refused, last. */
  RowPosition position();

  /** Tells a survey, behind the last row, what the reader itself has seen. */
  default void report(InputSurvey survey) {}
}
