package io.adamant.data;

/** A row of the input that cannot be taken: the message says why. It carries no stack trace. */
public final class RowFormatException extends Exception {
  public RowFormatException(String message) {
    super(message, null, false, false);
  }
}
