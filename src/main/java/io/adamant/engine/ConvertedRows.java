package io.adamant.engine;

import io.adamant.data.ExampleRow;
import io.adamant.data.RowFormatException;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.function.Function;

/**
 * The rows of a generated partition, each made into something else. A generator draws no row that
 * cannot be taken, so one is a defect here.
 */
public final class ConvertedRows<T> implements Iterator<T> {
  private final RowReader reader;
  private final Function<ExampleRow, T> conversion;
  private final ExampleRow row = new ExampleRow();
  private boolean isRead;
  private boolean isEnded;

  /**
   * @param conversion must not keep the row, which is read into again
   */
  public ConvertedRows(RowReader reader, Function<ExampleRow, T> conversion) {
    this.reader = reader;
    this.conversion = conversion;
  }

  @Override
  public boolean hasNext() {
    if (!isRead && !isEnded) {
      try {
        isRead = reader.next(row);
      } catch (RowFormatException e) {
        throw new IllegalStateException("the generator drew a bad row", e);
      }
      isEnded = !isRead;
    }
    return isRead;
  }

  @Override
  public T next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    isRead = false;
    return conversion.apply(row);
  }
}
