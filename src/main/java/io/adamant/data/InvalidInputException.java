package io.adamant.data;

/** Input that cannot be used, in one line: what is wrong, where, the limit, and how to mend it. */
public final class InvalidInputException extends RuntimeException {
  public InvalidInputException(String message) {
    super(message);
  }
}
